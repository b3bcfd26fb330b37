extension ImageLevelLabels {
  /// Reads lines `id,class;class` under the heading `image,classes`; a class is a name or an
  /// index from 1, and an image without classes has an empty field. Fields may be quoted. The
  /// heading `image,classes from ground truth` keeps that provenance.
  ///
  /// Throws: `DatasetError` with the line: `.invalidID`, `.unknownClass`, `.malformed` for a
  /// missing heading, other than two fields, or an image that occurs twice.
  public static func readCSV(
    path: String, classes: ClassNames
  ) throws(DatasetError) -> ImageLevelLabels {
    let lines = try TextLines.read(path)
    guard let first = lines.first else { throw .emptyList(path: path) }
    let provenance: Provenance = first.text == truthHeading ? .groundTruth : .csv
    guard first.text == heading || first.text == truthHeading else {
      throw .malformed(
        path: path, line: first.number, reason: "the heading “\(heading)” is expected")
    }
    var labels: [ImageID: [Int]] = [:]
    for (number, line) in lines.dropFirst() {
      guard let fields = CSVFields.split(line), fields.count == 2 else {
        throw .malformed(path: path, line: number, reason: "two fields are expected")
      }
      let id: ImageID
      do throws(ImageIDError) {
        id = try ImageID(fields[0])
      } catch {
        throw .invalidID(path: path, line: number, text: fields[0], reason: error)
      }
      guard labels[id] == nil else {
        throw .malformed(path: path, line: number, reason: "image \(id) occurs twice")
      }
      labels[id] = try indices(of: fields[1], classes: classes, path: path, line: number)
    }
    return ImageLevelLabels(provenance: provenance, classes: labels)
  }

  /// The labels as CSV text that `readCSV` reads, by ascending id, classes by name.
  public func csv(classes: ClassNames) -> String {
    var text = (provenance == .groundTruth ? Self.truthHeading : Self.heading) + "\n"
    for id in ids {
      let names = (self[id] ?? []).map { classes[$0] }.joined(separator: ";")
      text += "\(CSVFields.quoted(id.name)),\(CSVFields.quoted(names))\n"
    }
    return text
  }

  private static let heading = "image,classes"
  private static let truthHeading = "image,classes from ground truth"

  private static func indices(
    of field: String, classes: ClassNames, path: String, line: Int
  ) throws(DatasetError) -> [Int] {
    var indices: [Int] = []
    for part in field.split(separator: ";") {
      let name = part.drop { $0 == " " }
      let index = classes.index(of: name) ?? Int(name)
      guard let index, index > 0, index < classes.count else {
        throw .unknownClass(path: path, line: line, name: String(name.prefix(80)))
      }
      indices.append(index)
    }
    return indices
  }
}

/// The fields of a line of CSV.
///
/// Source: RFC 4180, without line breaks inside fields.
private enum CSVFields {
  /// nil where a quote is not closed, or text follows a closing quote.
  static func split(_ line: Substring) -> [String]? {
    var fields: [String] = []
    var rest = line
    while true {
      guard let field = rest.first == "\"" ? takeQuoted(&rest) : takePlain(&rest) else {
        return nil
      }
      fields.append(field)
      guard let separator = rest.popFirst() else { return fields }
      guard separator == "," else { return nil }
    }
  }

  static func quoted(_ field: String) -> String {
    guard field.contains(where: { $0 == "," || $0 == "\"" }) else { return field }
    return "\""
      + field.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  private static func takePlain(_ rest: inout Substring) -> String {
    let field = rest.prefix { $0 != "," }
    rest = rest[field.endIndex...]
    return String(field)
  }

  private static func takeQuoted(_ rest: inout Substring) -> String? {
    var field = ""
    rest.removeFirst()
    while let character = rest.popFirst() {
      if character != "\"" {
        field.append(character)
      } else if rest.first == "\"" {
        field.append("\"")
        rest.removeFirst()
      } else {
        return field
      }
    }
    return nil
  }
}
