/// Adds what cairo 1.16 leaves out of a PDF: the mark that it is tagged, its language, figures'
/// alternative texts, the title in the window, and the "D:" before dates.
///
/// It is an incremental update, changed objects appended under a new cross-reference section.
///
/// Source: ISO 32000-1, 7.5.6 (updates), 14.9.3 (alternative text), 14.7.1 (MarkInfo).
package struct PDFAmendment {
  private let file: [UInt8]
  private let offsets: [Int]
  private let tableOffset: Int
  private let trailer: String

  /// `file` amended; a file without a plain cross-reference table, which only later versions of
  /// cairo write, is given back as it is.
  package static func apply(to file: [UInt8], alternativeTexts: [String]) -> [UInt8] {
    guard let amendment = PDFAmendment(file) else { return file }
    return amendment.applied(alternativeTexts)
  }

  private init?(_ file: [UInt8]) {
    self.file = file
    let tail = String(decoding: file.suffix(64), as: UTF8.self)
    guard
      let mark = tail.firstRange(of: "startxref\n"),
      let offset = Int(tail[mark.upperBound...].prefix { $0.isNumber }), offset < file.count
    else { return nil }
    tableOffset = offset
    let lines = String(decoding: file[offset...], as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > 3, lines[0] == "xref",
      let count = lines[1].split(separator: " ").last.flatMap({ Int($0) }), count + 2 < lines.count
    else { return nil }
    offsets = lines[2..<count + 2].map { Int($0.prefix(10)) ?? 0 }
    trailer = lines[(count + 2)...].joined(separator: "\n")
  }

  private func applied(_ alternativeTexts: [String]) -> [UInt8] {
    var changed: [(number: Int, text: String)] = []
    var texts = alternativeTexts[...]
    let catalog = reference("/Root")
    let info = reference("/Info")
    for number in offsets.indices.dropFirst() {
      if number == catalog {
        changed.append((number, amendedCatalog(object(number))))
      } else if number == info {
        changed.append((number, object(number).replacing("Date (2", with: "Date (D:2")))
      } else if isFigure(number), let text = texts.popFirst() {
        let alternative = "/S /Figure\n   /Alt \(PDFAmendment.textString(text))\n"
        changed.append((number, object(number).replacing("/S /Figure\n", with: alternative)))
      }
    }
    return appended(changed)
  }

  private func amendedCatalog(_ text: String) -> String {
    let isTagged = text.contains("/StructTreeRoot") && !text.contains("/MarkInfo")
    let addition =
      "/Type /Catalog\n   /Lang (en-GB)\n   /ViewerPreferences << /DisplayDocTitle true >>\n"
      + (isTagged ? "   /MarkInfo << /Marked true >>\n" : "")
    return text.replacing("/Type /Catalog\n", with: addition)
  }

  /// Whether object `number` is a structure element for a figure; read without decoding the object,
  /// which may be a long stream.
  private func isFigure(_ number: Int) -> Bool {
    let head = "\(number) 0 obj\n<< /Type /StructElem\n   /S /Figure\n"
    return file[offsets[number]...].starts(with: head.utf8)
  }

  /// The text from the object's number to its `endobj`.
  private func object(_ number: Int) -> String {
    let end = Array("endobj\n".utf8)
    var position = offsets[number]
    while position < file.count, !file[position...].starts(with: end) { position += 1 }
    return String(
      decoding: file[offsets[number]..<min(position + end.count, file.count)], as: UTF8.self)
  }

  /// The number of the object that the trailer's `key` refers to.
  private func reference(_ key: String) -> Int? {
    trailer.firstRange(of: key + " ").flatMap {
      Int(trailer[$0.upperBound...].prefix { $0.isNumber })
    }
  }

  private func appended(_ objects: [(number: Int, text: String)]) -> [UInt8] {
    var result = file
    var table = "xref\n"
    for object in objects {
      let offset = String(result.count)
      let padded = String(repeating: "0", count: 10 - offset.count) + offset
      table += "\(object.number) 1\n\(padded) 00000 n \n"
      result += object.text.utf8
    }
    let start = result.count
    let references = trailer.split(separator: "\n").prefix { $0 != "startxref" }
      .joined(separator: "\n").replacing(">>", with: "   /Prev \(tableOffset)\n>>")
    result += "\(table)\(references)\nstartxref\n\(start)\n%%EOF\n".utf8
    return result
  }

  /// A text string in UTF-16 with a byte order mark, in hexadecimal.
  private static func textString(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    let hex = ([0xFEFF] + Array(text.utf16)).map { unit in
      String([12, 8, 4, 0].map { digits[Int(unit >> $0) & 15] })
    }
    return "<\(hex.joined())>"
  }
}
