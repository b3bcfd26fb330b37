/// The name by which an image, its labels and its masks belong together: a file name without its
/// ending, such as `2007_000032`.
public struct ImageID: Sendable, Hashable {
  public let name: String

  /// The longest name, in UTF-8 bytes: with an ending it still is a file name.
  public static let maximumLength = 200

  /// Throws: `ImageIDError` for a name that is no plain file name; ids become paths, so one from
  /// a list must not lead out of its folder.
  public init(_ name: some StringProtocol) throws(ImageIDError) {
    guard !name.isEmpty else { throw .empty }
    guard name.utf8.count <= Self.maximumLength else { throw .tooLong(bytes: name.utf8.count) }
    guard !name.contains("/"), !name.contains("\\") else { throw .separator }
    guard !name.contains(".."), name != "." else { throw .parentFolder }
    guard !name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      throw .controlCharacter
    }
    self.name = String(name)
  }
}

extension ImageID: Comparable {
  /// By UTF-8 bytes, the same everywhere.
  public static func < (a: ImageID, b: ImageID) -> Bool {
    a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
  }
}

extension ImageID: CustomStringConvertible {
  public var description: String { name }
}

/// What is wrong with the name of an image.
public enum ImageIDError: Error, Hashable, Sendable, CustomStringConvertible {
  case empty
  case tooLong(bytes: Int)
  case separator
  case parentFolder
  case controlCharacter

  public var description: String {
    switch self {
    case .empty: "the name is empty"
    case .tooLong(let bytes):
      "the name has \(bytes) bytes, more than \(ImageID.maximumLength)"
    case .separator: "the name contains a path separator"
    case .parentFolder: "the name is “.” or contains “..”"
    case .controlCharacter: "the name contains a control character"
    }
  }
}
