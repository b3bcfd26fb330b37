/// Small text files, line by line: lists, class names, CSV.
enum TextLines {
  /// The lines of the file at `path` without their ends (LF or CRLF) and trailing white space,
  /// with their numbers from 1; a byte order mark is dropped, and blank lines are left out.
  ///
  /// Throws: `DatasetError.unreadable`, or `.notText`.
  static func read(
    _ path: String, maximumBytes: Int = 64 << 20
  ) throws(DatasetError) -> [(number: Int, text: Substring)] {
    let bytes: [UInt8]
    do throws(ImageFileError) {
      bytes = try FileBytes.read(path, maximumBytes: maximumBytes)
    } catch {
      throw .unreadable(error)
    }
    guard var text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw .notText(path: path)
    }
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    var lines: [(number: Int, text: Substring)] = []
    let all = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, line) in all.enumerated() {
      var line = line
      while let last = line.last, last.isWhitespace { line.removeLast() }
      if !line.isEmpty { lines.append((index + 1, line)) }
    }
    return lines
  }
}
