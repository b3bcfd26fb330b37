import Foundation
internal import Synchronization
public import Vision

/// Digests of files, remembered by path, size, modification time and inode so that a second run
/// reads no file only to hash it.
public final class FileDigests: Sendable {
  private struct Stamp: Hashable, Sendable {
    let size: Int
    let seconds: Int
    let nanoseconds: Int
    let inode: UInt64
  }

  private struct Entry: Sendable {
    let stamp: Stamp
    let digest: Digest
  }

  private let path: String
  private let entries: Mutex<(known: [String: Entry], changed: Bool)>

  /// Remembers in `folder/files.index`. A damaged index is started anew: it only saves time.
  public init(folder: String) {
    path = "\(folder)/files.index"
    var known: [String: Entry] = [:]
    // A missing index is the normal first run, so the failure is not an error.
    if let bytes = FileManager.default.contents(atPath: path),
      let text = String(validating: bytes, as: UTF8.self)
    {
      for line in text.split(separator: "\n") {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard fields.count == 6, let size = Int(fields[0]), let seconds = Int(fields[1]),
          let nanoseconds = Int(fields[2]), let inode = UInt64(fields[3]),
          let digest = Digest(hexadecimal: fields[4])
        else { continue }
        known[String(fields[5])] = Entry(
          stamp: Stamp(size: size, seconds: seconds, nanoseconds: nanoseconds, inode: inode),
          digest: digest)
      }
    }
    entries = Mutex((known, false))
  }

  /// The SHA-256 of the file's bytes.
  ///
  /// Throws: `ImageFileError.missing` or `.unreadable`.
  public func digest(ofFile file: String) throws(ImageFileError) -> Digest {
    let stamp = try Self.stamp(of: file)
    if let entry = entries.withLock({ $0.known[file] }), entry.stamp == stamp {
      return entry.digest
    }
    let digest = Digest(of: try FileBytes.read(file, maximumBytes: 1 << 34))
    entries.withLock {
      $0.known[file] = Entry(stamp: stamp, digest: digest)
      $0.changed = true
    }
    return digest
  }

  /// The file's modification time in seconds since 1970.
  public static func modificationTime(ofFile file: String) throws(ImageFileError) -> Int {
    try stamp(of: file).seconds
  }

  private static func stamp(of file: String) throws(ImageFileError) -> Stamp {
    var status = stat()
    // Sound: stat writes one stat structure, which `status` is.
    guard unsafe stat(file, &status) == 0 else {
      if errno == ENOENT { throw .missing(path: file) }
      throw .unreadable(path: file, reason: systemReason())
    }
    return Stamp(
      size: Int(status.st_size), seconds: status.st_mtim.tv_sec,
      nanoseconds: status.st_mtim.tv_nsec, inode: UInt64(status.st_ino))
  }

  /// Writes the index if anything was added.
  ///
  /// Throws: `ImageFileError.unwritable`.
  public func save() throws(ImageFileError) {
    let (known, changed) = entries.withLock { ($0.known, $0.changed) }
    guard changed else { return }
    // A name that would break a line is not remembered, which only costs time.
    let plain = known.filter { $0.key.utf8.allSatisfy { $0 >= 0x20 } }
    let lines = plain.sorted { $0.key < $1.key }.map { file, entry in
      "\(entry.stamp.size)\t\(entry.stamp.seconds)\t\(entry.stamp.nanoseconds)\t"
        + "\(entry.stamp.inode)\t\(entry.digest.hexadecimal)\t\(file)\n"
    }
    try FileBytes.write(Array(lines.joined().utf8), to: path)
  }
}

extension Digest {
  /// nil unless `text` is 64 hexadecimal digits.
  public init?(hexadecimal text: some StringProtocol) {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == 64, text.count == 64 else { return nil }
    self.init(bytes: stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
  }
}
