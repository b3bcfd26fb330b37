/// Why the activation maps of an image were not read. Every case names the file or folder.
public enum CAMError: Error, Equatable, Sendable {
  case missing(folder: String, id: ImageID)
  /// Both `ID.npy` and `ID.npz`.
  case ambiguous(folder: String, id: ImageID)
  /// No NumPy file, or a damaged one.
  case array(NPYError)
  /// Neither IRN's dictionary nor SEAM's; `found` are its keys, at most ten.
  case foreignKeys(path: String, found: [String])
  /// What is under `key` is no array of numbers, or no list of class indices.
  case foreignValue(path: String, key: String, found: String, expected: String)
  /// Class indices in files count from 0 and leave background out.
  case classOutOfRange(path: String, key: Int, classes: Int)
  case repeatedClass(path: String, key: Int)
  /// A shape that is not the image's, nor a quarter of it.
  case shape(path: String, key: String, found: [Int], expected: [[Int]])
  /// An activation that is NaN or infinite.
  case notFinite(path: String, key: Int, x: Int, y: Int)
  /// Activations far above 1.
  case notNormalised(path: String, key: Int, largest: Float)
  case unwritable(ImageFileError)
}

extension CAMError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing(let folder, let id):
      "\(folder): no activation maps of image \(id); expected \(id).npy or \(id).npz"
    case .ambiguous(let folder, let id):
      "\(folder): both \(id).npy and \(id).npz; remove one"
    case .array(let error): "\(error)"
    case .foreignKeys(let path, let found):
      """
      \(path): a dictionary of \(found.isEmpty ? "nothing" : found.joined(separator: ", ")); expected \
      IRN's (keys, high_res or cam) or SEAM's (a map for each class index from 0)
      """
    case .foreignValue(let path, let key, let found, let expected):
      "\(path): \(key) is \(found) where \(expected) is expected"
    case .classOutOfRange(let path, let key, let classes):
      """
      \(path): a map of class \(key), where the data set's classes are 0 to \(classes - 2) without \
      background; is it another data set's?
      """
    case .repeatedClass(let path, let key): "\(path): class \(key) occurs twice"
    case .shape(let path, let key, let found, let expected):
      """
      \(path): \(key) has shape \(found) where this image has \
      \(expected.map { "\($0)" }.joined(separator: " or ")); are these another image's maps?
      """
    case .notFinite(let path, let key, let x, let y):
      "\(path): the map of class \(key) is not finite at (\(x), \(y)); make the maps again"
    case .notNormalised(let path, let key, let largest):
      """
      \(path): the map of class \(key) goes up to \(largest) where 1 is the most; divide each map by \
      its maximum
      """
    case .unwritable(let error): "\(error)"
    }
  }
}

extension CAMError {
  /// Whether something is not there, rather than there and wrong.
  public var isMissingInput: Bool {
    switch self {
    case .missing, .array(.unreadable(.missing)): true
    default: false
    }
  }
}
