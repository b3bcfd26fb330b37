/// The forms of checkpoint that are read.
public enum CheckpointFormat: String, Sendable, Hashable, CaseIterable {
  case torchZIP = "PyTorch"
  case torchLegacy = "PyTorch before 1.6"
  case safetensors
}

/// What a reader of one form finds.
struct CheckpointContent {
  var format: CheckpointFormat
  var tensors: [StoredTensor]
  var wrappers: [String]
  var metadata: [String: String]
}

/// A file of model weights, mapped: its names and shapes are read, its tensors when they are asked
/// for. The form is told by the content, whatever the file is called.
///
/// Nothing in the file is run, and everything it says is checked against its size. Names are flat:
/// of a nested dictionary the keys are joined by dots, but where all tensors lie in one dictionary
/// below the outermost, as in `{"model": {…}}`, its key is dropped and kept in `wrappers`.
public struct CheckpointFile: Sendable {
  public let path: String
  /// In bytes.
  public let size: Int
  public let format: CheckpointFormat
  /// In the order in which the file lists them.
  public let tensors: [StoredTensor]
  /// Keys that all tensors lay under, outermost first.
  public let wrappers: [String]
  /// What a safetensors file says of itself.
  public let metadata: [String: String]
  private let positions: [String: Int]

  /// Throws: `CheckpointError`.
  public init(path: String) throws(CheckpointError) {
    let file: MappedFile
    do throws(ImageFileError) {
      file = try MappedFile(path: path)
    } catch {
      throw .unreadable(error)
    }
    try self.init(file)
  }

  private init(_ file: MappedFile) throws(CheckpointError) {
    let content = try Self.content(of: file)
    guard !content.tensors.isEmpty else {
      throw .foreign(path: file.path, found: "a file of that form without tensors")
    }
    (path, size, format) = (file.path, file.size, content.format)
    (tensors, wrappers, metadata) = (content.tensors, content.wrappers, content.metadata)
    positions = Dictionary(
      uniqueKeysWithValues: content.tensors.enumerated().map { ($1.name, $0) })
  }

  /// Reads a checkpoint from memory; errors call it `name`.
  ///
  /// Throws: `CheckpointError`.
  public init(bytes: [UInt8], name: String) throws(CheckpointError) {
    let file: MappedFile
    do throws(ImageFileError) {
      file = try MappedFile(copying: bytes, named: name)
    } catch {
      throw .unreadable(error)
    }
    try self.init(file)
  }

  /// The tensor called `name`; nil where there is none.
  public subscript(name: String) -> StoredTensor? { positions[name].map { tensors[$0] } }

  private static func content(of file: MappedFile) throws(CheckpointError) -> CheckpointContent {
    let head = file.bytes(0..<min(file.size, 512))[...]
    if head.starts(with: CheckpointSignature.zip) { return try TorchZIPFile.content(of: file) }
    if head.starts(with: TorchLegacyFile.signature) {
      return try TorchLegacyFile.content(of: file)
    }
    if SafetensorsFile.isLikely(head) { return try SafetensorsFile.content(of: file) }
    let isCut =
      TorchLegacyFile.signature.starts(with: head) || CheckpointSignature.zip.starts(with: head)
    if isCut && !head.isEmpty {
      throw .truncated(path: file.path, detail: "within its first bytes")
    }
    throw .foreign(path: file.path, found: CheckpointSignature.describe(Array(head)))
  }
}
