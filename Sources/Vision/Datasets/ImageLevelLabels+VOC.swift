import Foundation
import FoundationXML

extension ImageLevelLabels {
  /// Reads `ID.xml` of each image from VOC's folder `Annotations`: the classes of its objects,
  /// those marked difficult or truncated included, as IRN's label script takes them.
  ///
  /// Throws: `DatasetError` for the first file that is missing, no such XML, or names an object
  /// that is none of `classes`.
  public static func readVOC(
    annotations: String, ids: [ImageID], classes: ClassNames = .voc
  ) throws(DatasetError) -> ImageLevelLabels {
    var labels: [ImageID: [Int]] = [:]
    for id in ids {
      let path = "\(annotations)/\(id).xml"
      labels[id] = try VOCAnnotation.objectNames(path: path).map { object throws(DatasetError) in
        guard let index = classes.index(of: object.name), index > 0 else {
          throw .unknownClass(path: path, line: object.line, name: object.name)
        }
        return index
      }
    }
    return ImageLevelLabels(provenance: .vocXML, classes: labels)
  }
}

/// The annotation of one image in VOC's XML.
enum VOCAnnotation {
  private static let maximumBytes = 1 << 20

  /// The names of the objects (`annotation/object/name`, parts of objects left out), with lines.
  ///
  /// Throws: `DatasetError.unreadable`, or `.malformed`, also for a document type, through which
  /// XML could read other files or grow without bound.
  static func objectNames(path: String) throws(DatasetError) -> [(name: String, line: Int)] {
    let bytes: [UInt8]
    do throws(ImageFileError) {
      bytes = try FileBytes.read(path, maximumBytes: maximumBytes)
    } catch {
      throw .unreadable(error)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText(path: path) }
    guard !text.contains("<!DOCTYPE"), !text.contains("<!ENTITY") else {
      throw .malformed(path: path, line: nil, reason: "a document type is not allowed here")
    }
    let parser = XMLParser(data: Data(bytes))
    parser.shouldResolveExternalEntities = false
    let reader = ObjectNameReader()
    parser.delegate = reader
    // The parser itself takes a document whose end is missing.
    guard parser.parse(), reader.isComplete else {
      throw .malformed(path: path, line: parser.lineNumber, reason: "the XML is not well formed")
    }
    guard reader.root == "annotation" else {
      throw .malformed(path: path, line: 1, reason: "the root is not <annotation>")
    }
    return reader.names
  }
}

private final class ObjectNameReader: NSObject, XMLParserDelegate {
  private(set) var root: String?
  private(set) var names: [(name: String, line: Int)] = []
  private(set) var isComplete = false
  private var elements: [String] = []
  private var text = ""

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    if elements.isEmpty { root = root ?? name }
    elements.append(name)
    text = ""
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
    qualifiedName: String?
  ) {
    if elements == ["annotation", "object", "name"] {
      names.append((text.trimmingCharacters(in: .whitespacesAndNewlines), parser.lineNumber))
    }
    elements.removeLast()
    isComplete = elements.isEmpty
    text = ""
  }
}
