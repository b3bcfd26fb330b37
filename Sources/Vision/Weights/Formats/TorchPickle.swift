/// The pickles of PyTorch's files, their errors told as a checkpoint's.
enum TorchPickle {
  /// The tensors that the pickle in `range` describes.
  ///
  /// Throws: `CheckpointError.refused`, `.truncated`, `.unsupported`.
  static func dictionary(
    in file: MappedFile, _ range: Range<Int>
  ) throws(CheckpointError) -> StateDictionary {
    guard range.count <= TorchObject.maximumPickle else {
      throw .unsupported(path: file.path, detail: "a pickle of \(range.count) bytes")
    }
    let bytes = file.bytes(range)
    return try reading(file) { () throws(PickleError) in
      try StateDictionary(TorchObject.unpickler.value(of: bytes[...]))
    }
  }

  /// Runs `body`. Throws: what its error means for the checkpoint.
  static func reading<Result>(
    _ file: MappedFile, _ body: () throws(PickleError) -> Result
  ) throws(CheckpointError) -> Result {
    do throws(PickleError) {
      return try body()
    } catch {
      if case .truncated = error { throw .truncated(path: file.path, detail: "\(error)") }
      throw .refused(path: file.path, detail: "\(error)")
    }
  }
}
