/// Where a ZIP archive's directory lies, as the archive's last record tells.
struct ZIPDirectoryEnd {
  /// In bytes of the file.
  let directory: Range<Int>
  let entries: Int

  private static let signature: UInt64 = 0x0605_4B50
  private static let locatorSignature: UInt64 = 0x0706_4B50
  private static let longSignature: UInt64 = 0x0606_4B50
  private static let length = 22
  private static let locatorLength = 20
  private static let longLength = 56

  /// Where a record says that the directory lies.
  private struct Claim: Equatable {
    var entries, size, offset: UInt64

    /// Whether `short` says the same, as far as its narrower fields can.
    func agrees(with short: Claim) -> Bool {
      (short.entries == 0xFFFF || short.entries == entries)
        && (short.size == 0xFFFF_FFFF || short.size == size)
        && (short.offset == 0xFFFF_FFFF || short.offset == offset)
    }
  }

  /// Throws: `CheckpointError.truncated` where there is none, as in a download that broke off;
  /// `.corrupt`, also where the record's 32-bit and 64-bit forms differ.
  init(_ file: MappedFile) throws(CheckpointError) {
    let (start, short) = try Self.last(file)
    var (claim, end) = (short, start)
    if let long = try Self.long(file, before: start) {
      guard long.claim.agrees(with: short) else {
        throw .corrupt(path: file.path, detail: "the ZIP archive has two directories")
      }
      (claim, end) = (long.claim, long.start)
    }
    guard let size = Int(exactly: claim.size), let offset = Int(exactly: claim.offset),
      let entries = Int(exactly: claim.entries), offset <= end, size == end - offset
    else { throw .corrupt(path: file.path, detail: "the ZIP directory is not where it should be") }
    (directory, self.entries) = (offset..<end, entries)
  }

  /// The record at the file's end, which only a comment may follow.
  private static func last(
    _ file: MappedFile
  ) throws(CheckpointError) -> (start: Int, claim: Claim) {
    let tailStart = max(0, file.size - length - 0xFFFF)
    let tail = file.bytes(tailStart..<file.size)[...]
    var start = tail.count - length
    while start >= 0 {
      let record = tail.dropFirst(start)
      if record.littleEndian(at: 0, width: 4) == signature,
        record.length(at: 20, width: 2) == record.count - length
      {
        guard record.littleEndian(at: 4, width: 4) == 0,
          record.littleEndian(at: 8, width: 2) == record.littleEndian(at: 10, width: 2),
          let entries = record.littleEndian(at: 10, width: 2),
          let size = record.littleEndian(at: 12, width: 4),
          let offset = record.littleEndian(at: 16, width: 4)
        else { throw .corrupt(path: file.path, detail: "the end of the ZIP directory") }
        return (tailStart + start, Claim(entries: entries, size: size, offset: offset))
      }
      start -= 1
    }
    throw .truncated(path: file.path, detail: "the ZIP directory is missing")
  }

  /// The ZIP64 form of the record that begins at `end`, if there is one.
  private static func long(
    _ file: MappedFile, before end: Int
  ) throws(CheckpointError) -> (start: Int, claim: Claim)? {
    guard end >= locatorLength else { return nil }
    let locator = file.bytes(end - locatorLength..<end)[...]
    guard locator.littleEndian(at: 0, width: 4) == locatorSignature else { return nil }
    let start = end - locatorLength - longLength
    guard start >= 0, locator.length(at: 8, width: 8) == start,
      case let record = file.bytes(start..<start + longLength)[...],
      record.littleEndian(at: 0, width: 4) == longSignature,
      record.littleEndian(at: 16, width: 8) == 0,
      record.littleEndian(at: 24, width: 8) == record.littleEndian(at: 32, width: 8),
      let entries = record.littleEndian(at: 32, width: 8),
      let size = record.littleEndian(at: 40, width: 8),
      let offset = record.littleEndian(at: 48, width: 8)
    else { throw .corrupt(path: file.path, detail: "the ZIP64 end of the directory") }
    return (start, Claim(entries: entries, size: size, offset: offset))
  }
}
