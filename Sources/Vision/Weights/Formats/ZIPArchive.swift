/// The entries of a ZIP archive, as PyTorch and NumPy write them.
///
/// Readers of ZIP differ in whom they believe: an archive whose directory and entries tell
/// different stories is refused, and so is a name that would lie outside a folder. CRC-32s are not
/// looked at here, since PyTorch can be told to leave them out.
///
/// Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3.
struct ZIPArchive {
  struct Entry {
    let name: String
    /// Of its content as it is stored, in bytes of the file.
    let content: Range<Int>
    let method: ZIPMethod
    /// Bytes of the content, unpacked.
    let size: Int
    /// CRC-32 of the content.
    let checksum: UInt32
  }

  /// In the directory's order.
  let entries: [Entry]
  private let positions: [String: Int]
  private let path: String

  /// More than any checkpoint has; what an archive may cost before it is refused.
  private static let maximumEntries = 1 << 16
  private static let maximumDirectory = 1 << 23

  /// Throws: `CheckpointError.truncated`, `.corrupt`, `.unsupported`, also for an entry that is packed
  /// otherwise than by one of `methods`.
  init(_ file: MappedFile, methods: [ZIPMethod] = [.stored]) throws(CheckpointError) {
    let end = try ZIPDirectoryEnd(file)
    guard end.entries <= Self.maximumEntries, end.directory.count <= Self.maximumDirectory else {
      throw .unsupported(path: file.path, detail: "a ZIP archive of \(end.entries) entries")
    }
    var directory = file.bytes(end.directory)[...]
    var entries: [Entry] = []
    var positions: [String: Int] = [:]
    var extents: [Range<Int>] = []
    while entries.count < end.entries {
      let record = try ZIPRecord(
        takingFrom: &directory, path: file.path, methods: methods)
      let (extent, content) = try record.location(in: file)
      guard positions.updateValue(entries.count, forKey: record.name) == nil else {
        throw .corrupt(path: file.path, detail: "two entries are called \(record.name)")
      }
      entries.append(
        Entry(
          name: record.name, content: content, method: record.method, size: record.size,
          checksum: record.checksum))
      extents.append(extent)
    }
    guard directory.isEmpty else {
      throw .corrupt(path: file.path, detail: "the ZIP directory has more than its entries")
    }
    extents.sort { $0.lowerBound < $1.lowerBound }
    let follows = zip(extents, extents.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }
    guard follows, extents.allSatisfy({ $0.upperBound <= end.directory.lowerBound }) else {
      throw .corrupt(path: file.path, detail: "entries of the ZIP archive overlap")
    }
    (self.entries, self.positions, path) = (entries, positions, file.path)
  }

  /// Where the content of the entry `name` lies; nil where there is none.
  subscript(name: String) -> Range<Int>? { positions[name].map { entries[$0].content } }
}
