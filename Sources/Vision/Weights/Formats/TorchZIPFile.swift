/// A checkpoint as `torch.save` has written it since PyTorch 1.6: a ZIP archive of a pickle and,
/// one entry each, the memory of its tensors.
enum TorchZIPFile {
  /// Throws: `CheckpointError`; nothing of the pickle is run.
  static func content(of file: MappedFile) throws(CheckpointError) -> CheckpointContent {
    let archive = try ZIPArchive(file)
    let folder = try folder(of: archive, path: file.path)
    try checkVersion(archive["\(folder)version"] ?? archive["\(folder).format_version"], in: file)
    try checkByteOrder(archive["\(folder)byteorder"], in: file)
    guard let pickle = archive["\(folder)data.pkl"] else {
      throw .corrupt(path: file.path, detail: "data.pkl is missing")
    }
    let dictionary = try TorchPickle.dictionary(in: file, pickle)
    var tensors: [StoredTensor] = []
    tensors.reserveCapacity(dictionary.tensors.count)
    for (name, tensor) in dictionary.tensors {
      let key = tensor.storage.key
      guard let memory = archive["\(folder)data/\(key)"] else {
        throw .corrupt(path: file.path, detail: "data/\(key) of tensor \(name) is missing")
      }
      tensors.append(try tensor.stored(as: name, in: file, memory: memory))
    }
    return CheckpointContent(
      format: .torchZIP, tensors: tensors, wrappers: dictionary.wrappers, metadata: [:])
  }

  /// What the entries' names begin with: a folder and a slash, or nothing.
  private static func folder(of archive: ZIPArchive, path: String) throws(CheckpointError) -> String
  {
    let pickles = archive.entries.map(\.name).filter {
      $0 == "data.pkl" || $0.hasSuffix("/data.pkl") && $0.count { $0 == "/" } == 1
    }
    guard pickles.count == 1, let pickle = pickles.first else {
      guard pickles.isEmpty else {
        throw .corrupt(path: path, detail: "\(pickles.count) entries are called data.pkl")
      }
      throw .foreign(path: path, found: "a ZIP archive without data.pkl")
    }
    let folder = String(pickle.dropLast("data.pkl".count))
    guard archive["\(folder)constants.pkl"] == nil else {
      throw .unsupported(
        path: path, detail: "a TorchScript program (save its state_dict() instead)")
    }
    return folder
  }

  /// The archive format's version; all so far lay tensors out alike.
  private static func checkVersion(
    _ entry: Range<Int>?, in file: MappedFile
  ) throws(CheckpointError) {
    guard let entry else { return }
    let text = word(entry, in: file)
    guard let version = Int(text), (1...10).contains(version) else {
      throw .unsupported(path: file.path, detail: "version “\(text)” of PyTorch's archives")
    }
  }

  /// Files from before PyTorch 2.1 do not say; they were written by little-endian machines.
  private static func checkByteOrder(
    _ entry: Range<Int>?, in file: MappedFile
  ) throws(CheckpointError) {
    guard let entry else { return }
    switch word(entry, in: file) {
    case "little": return
    case "big": throw .bigEndian(path: file.path)
    case let text: throw .corrupt(path: file.path, detail: "a byte order of “\(text)”")
    }
  }

  /// The first word of a short text.
  private static func word(_ range: Range<Int>, in file: MappedFile) -> String {
    let bytes = file.bytes(range.prefix(32).startIndex..<range.prefix(32).endIndex)
    return String(decoding: bytes.prefix { $0 > 0x20 && $0 < 0x7F }, as: UTF8.self)
  }
}
