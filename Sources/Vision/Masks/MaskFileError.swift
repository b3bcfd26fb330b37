/// Why the masks of an image could not be read or written. Every case names the file.
public enum MaskFileError: Error, Equatable, Sendable {
  /// Neither `ID/` nor `ID.json` is there.
  case missing(folder: String, id: String)
  /// Both are there.
  case ambiguous(folder: String, id: String)
  /// An image id that is no file name.
  case badIdentifier(String)
  case unreadable(path: String, reason: String)
  case unwritable(path: String, reason: String)
  case fileTooLarge(path: String, bytes: Int, maximum: Int)
  case tooManyMasks(path: String, maximum: Int)
  case image(ImageFileError)
  /// `record` counts masks of a JSON file or lines of a table, from 0.
  case malformed(path: String, record: Int, offset: Int?, expected: String)
  case badMask(path: String, record: Int, MaskError)
}

extension MaskFileError {
  /// Whether the trouble is with writing, which no other input would mend.
  public var isUnwritable: Bool { if case .unwritable = self { true } else { false } }
}

extension MaskFileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing(let folder, let id):
      "\(folder): no masks for \(id), neither a folder \(id)/ of PNG files nor \(id).json"
    case .ambiguous(let folder, let id):
      "\(folder): both \(id)/ and \(id).json; remove the one that is not meant"
    case .badIdentifier(let id):
      "\"\(id)\" is not an image id: it must be a plain file name"
    case .unreadable(let path, let reason):
      "\(path): cannot be read (\(reason))"
    case .unwritable(let path, let reason):
      "\(path): cannot be written (\(reason)); check the folder's permissions and free space"
    case .fileTooLarge(let path, let bytes, let maximum):
      "\(path): \(bytes) bytes, more than the limit of \(maximum)"
    case .tooManyMasks(let path, let maximum):
      "\(path): more than \(maximum) masks for one image"
    case .image(let error):
      error.description
    case .malformed(let path, let record, let offset, let expected):
      "\(path): record \(record)\(offset.map { ", byte \($0)" } ?? ""): expected \(expected)"
    case .badMask(let path, let record, let error):
      "\(path): mask \(record): \(error)"
    }
  }
}
