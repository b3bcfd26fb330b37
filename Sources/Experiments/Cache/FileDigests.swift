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
    // A missing index is the normal first run, so the failure is not an error. Its lines are read
    // as bytes: as text, the index of a folder of masks would take longer than merging them.
    let bytes = FileManager.default.contents(atPath: path).map { [UInt8]($0) } ?? []
    for line in bytes.split(separator: 0x0A) {
      if let (file, entry) = Self.entry(line) { known[file] = entry }
    }
    entries = Mutex((known, false))
  }

  /// A line of the index: size, seconds, nanoseconds, inode, digest and path, a tab between each;
  /// nil for a line that is damaged.
  private static func entry(_ line: ArraySlice<UInt8>) -> (file: String, entry: Entry)? {
    let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
    guard fields.count == 6, let size = integer(fields[0]), let seconds = integer(fields[1]),
      let nanoseconds = integer(fields[2]), let inode = integer(fields[3]),
      let digest = Digest(hexadecimal: fields[4]),
      let file = String(validating: fields[5], as: UTF8.self)
    else { return nil }
    let stamp = Stamp(size: size, seconds: seconds, nanoseconds: nanoseconds, inode: UInt64(inode))
    return (file, Entry(stamp: stamp, digest: digest))
  }

  /// A decimal number of at most 18 digits.
  private static func integer(_ digits: ArraySlice<UInt8>) -> Int? {
    guard (1...18).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// The SHA-256 of the file's bytes.
  ///
  /// Throws: `ImageFileError.missing` or `.unreadable`.
  public func digest(ofFile file: String) throws(ImageFileError) -> Digest {
    let stamp = try Self.stamp(of: file)
    if let entry = entries.withLock({ $0.known[file] }), entry.stamp == stamp {
      return entry.digest
    }
    let digest = try Digest(ofFile: file)
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
  /// nil unless `text` is 64 lower-case hexadecimal digits.
  public init?(hexadecimal text: some StringProtocol) { self.init(hexadecimal: text.utf8) }

  /// The same from ASCII.
  init?(hexadecimal text: some Collection<UInt8>) {
    let digits = text.compactMap { byte -> UInt8? in
      switch byte {
      case 0x30...0x39: byte - 0x30
      case 0x61...0x66: byte - 0x61 + 10
      default: nil
      }
    }
    guard digits.count == 64, text.count == 64 else { return nil }
    self.init(bytes: stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
  }
}
