/// Why a checkpoint was not read, or does not hold the model that was asked for. Every case names
/// the file.
public enum CheckpointError: Error, Equatable, Sendable {
  case unreadable(ImageFileError)
  /// No checkpoint; `found` says what it seems to be.
  case foreign(path: String, found: String)
  case truncated(path: String, detail: String)
  case corrupt(path: String, detail: String)
  case unsupported(path: String, detail: String)
  /// A pickle that is damaged, too large, or asks for what is not allowed; `detail` says which.
  case refused(path: String, detail: String)
  /// Written on a machine whose numbers begin with their highest byte.
  case bigEndian(path: String)
  /// A tensor whose elements, by what the file says of it, do not lie where the file has bytes.
  case outOfBounds(path: String, tensor: String, claimed: Int, available: Int)
  /// A tensor that is stored in a way that is not read.
  case unsupportedTensor(path: String, tensor: String, detail: String)
  /// A weight that is NaN or infinite; `index` counts elements row-major.
  case notFinite(path: String, tensor: String, index: Int, value: String)
  case missingTensor(path: String, tensor: String, expected: [Int], content: SAMCheckpointKind)
  case misshapenTensor(
    path: String, tensor: String, expected: [Int], found: [Int], content: SAMCheckpointKind)
  /// Tensors that the model does not have; at most ten are named.
  case unusedTensors(path: String, tensors: [String], count: Int, content: SAMCheckpointKind)
}

extension CheckpointError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let error): "\(error)"
    case .foreign(let path, let found):
      "\(path): expected a PyTorch or safetensors checkpoint, found \(found)"
    case .truncated(let path, let detail):
      "\(path): the file ends early (\(detail)); copy or download it again"
    case .corrupt(let path, let detail):
      "\(path): damaged (\(detail)); copy or download it again"
    case .unsupported(let path, let detail): "\(path): \(detail) is not supported"
    case .refused(let path, let detail):
      "\(path): \(detail); a checkpoint that holds only model.state_dict() is read"
    case .bigEndian(let path):
      "\(path): written in big-endian byte order, which is not read; save it again on a machine "
        + "with little-endian numbers"
    case .outOfBounds(let path, let tensor, let claimed, let available):
      "\(path): tensor \(tensor) claims \(claimed) bytes where \(available) are stored; copy or "
        + "download the file again"
    case .unsupportedTensor(let path, let tensor, let detail):
      "\(path): tensor \(tensor): \(detail) is not supported"
    case .notFinite(let path, let tensor, let index, let value):
      "\(path): tensor \(tensor) is \(value) at element \(index); these weights cannot be used"
    case .missingTensor, .misshapenTensor, .unusedTensors: mismatch
    }
  }

  /// Of a file that is well but does not fit the model.
  private var mismatch: String {
    switch self {
    case .missingTensor(let path, let tensor, let expected, let content):
      "\(path): tensor \(tensor) of shape \(expected) is missing; \(content.hint)"
    case .misshapenTensor(let path, let tensor, let expected, let found, let content):
      "\(path): tensor \(tensor) has shape \(found) where the model has \(expected); "
        + content.hint
    case .unusedTensors(let path, let tensors, let count, let content):
      "\(path): the model has no tensor \(tensors.joined(separator: ", "))"
        + (count > tensors.count ? " and \(count - tensors.count) more" : "")
        + "; \(content.hint)"
    default: ""
    }
  }
}

extension CheckpointError {
  /// Whether there is no such file.
  public var isMissingFile: Bool {
    if case .unreadable(.missing) = self { true } else { false }
  }
}

extension SAMCheckpointKind {
  /// What to do about a file of this kind that is not the one asked for.
  fileprivate var hint: String {
    self == .unknown
      ? "its tensors are those of no model known here"
      : "its tensors are those of \(self): choose that model or another file"
  }
}
