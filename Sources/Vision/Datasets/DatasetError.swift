/// Why a data set, a list or a file of image-level labels could not be opened.
public enum DatasetError: Error, Equatable, Sendable {
  /// `purpose` says what the folder should hold.
  case missingFolder(path: String, purpose: String)
  case unreadableFolder(path: String, reason: String)
  /// No photograph in a folder.
  case noImages(path: String)
  case missingSplit(path: String, split: String, available: [String])
  case unreadable(ImageFileError)
  case notText(path: String)
  case emptyList(path: String)
  case invalidID(path: String, line: Int?, text: String, reason: ImageIDError)
  /// Two photographs with one id, told apart by their endings only.
  case ambiguousID(path: String, id: ImageID, files: [String])
  case invalidClasses(path: String, reason: String)
  case unknownClass(path: String, line: Int, name: String)
  case malformed(path: String, line: Int?, reason: String)
  case array(NPYError)
}

extension DatasetError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missingFolder(let path, let purpose):
      "\(path): no such folder; \(purpose) is expected there"
    case .unreadableFolder(let path, let reason):
      "\(path): cannot be listed (\(reason))"
    case .noImages(let path):
      "\(path): no file ends in .jpg, .jpeg or .png"
    case .missingSplit(let path, let split, let available):
      available.isEmpty
        ? "\(path): no list of the split “\(split)”, and no other list beside it"
        : "\(path): no list of the split “\(split)”; there is \(available.joined(separator: ", "))"
    case .unreadable(let error): "\(error)"
    case .notText(let path):
      "\(path): not a text file in UTF-8"
    case .emptyList(let path):
      "\(path): the list is empty; write one image id on each line"
    case .invalidID(let path, let line, let text, let reason):
      "\(path)\(line.map { ":\($0)" } ?? ""): “\(text)” is no image id: \(reason)"
    case .ambiguousID(let path, let id, let files):
      "\(path): \(files.joined(separator: " and ")) are both image \(id); remove or rename one"
    case .invalidClasses(let path, let reason):
      "\(path): no list of classes: \(reason)"
    case .unknownClass(let path, let line, let name):
      "\(path):\(line): “\(name)” is none of the data set's classes"
    case .malformed(let path, let line, let reason):
      "\(path)\(line.map { ":\($0)" } ?? ""): \(reason)"
    case .array(let error): "\(error)"
    }
  }
}

extension DatasetError {
  /// Whether something is not there, rather than there and wrong.
  public var isMissingInput: Bool {
    switch self {
    case .missingFolder, .missingSplit, .noImages, .unreadable(.missing): true
    default: false
    }
  }
}
