/// The images of a split, in the order of its list.
public struct SplitList: Sendable, Equatable {
  /// An id that a list names more than once; it counts once.
  public struct Duplicate: Sendable, Hashable {
    public var id: ImageID
    public var line: Int
    public var firstLine: Int

    public init(id: ImageID, line: Int, firstLine: Int) {
      (self.id, self.line, self.firstLine) = (id, line, firstLine)
    }
  }

  /// Each id once.
  public private(set) var ids: [ImageID] = []
  public private(set) var duplicates: [Duplicate] = []

  /// Reads the list at `path`: on each line an id, or a photograph and a label file as in
  /// `/JPEGImages/2007_000032.jpg /SegmentationClass/2007_000032.png`, whose id is the
  /// photograph's name. Blank lines and trailing white space are ignored, and so is what follows
  /// an id after white space.
  ///
  /// Throws: `DatasetError.unreadable`, `.notText`, `.invalidID` with the line, `.emptyList`.
  public static func read(path: String) throws(DatasetError) -> SplitList {
    var list = SplitList()
    var firstLines: [ImageID: Int] = [:]
    for (number, line) in try TextLines.read(path) {
      let id = try id(in: line, path: path, number: number)
      if let firstLine = firstLines[id] {
        list.duplicates.append(Duplicate(id: id, line: number, firstLine: firstLine))
      } else {
        firstLines[id] = number
        list.ids.append(id)
      }
    }
    guard !list.ids.isEmpty else { throw .emptyList(path: path) }
    return list
  }

  private static func id(
    in line: Substring, path: String, number: Int
  ) throws(DatasetError) -> ImageID {
    let field = line.drop { $0.isWhitespace }.prefix { !$0.isWhitespace }
    var name = field
    // Only what is spelled as a photograph is taken apart: `../x` stays an error.
    let photograph = ImageFile.photographExtensions.first { field.lowercased().hasSuffix(".\($0)") }
    if let photograph, !field.contains("..") {
      name = field.dropLast(photograph.utf8.count + 1)
      if let slash = name.lastIndex(of: "/") { name = name[name.index(after: slash)...] }
    }
    do throws(ImageIDError) {
      return try ImageID(name)
    } catch {
      throw .invalidID(path: path, line: number, text: String(field.prefix(80)), reason: error)
    }
  }
}
