/// A checkpoint as `torch.save` wrote it before PyTorch 1.6: five pickles (a magic number, a
/// version, the machine, the object, the keys of its memory), then for each key the number of
/// elements and the elements.
///
/// Source: torch 2.15, torch/serialization.py, `_legacy_save`.
enum TorchLegacyFile {
  /// What such a file begins with: protocol 2 and the magic number 0x1950A86A20F9469CFC6C.
  static let signature: [UInt8] =
    [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E]

  static let version = 1001

  /// Throws: `CheckpointError`; nothing of the pickles is run.
  static func content(of file: MappedFile) throws(CheckpointError) -> CheckpointContent {
    let head = file.bytes(0..<min(file.size, TorchObject.maximumPickle))
    var rest = head.dropFirst(signature.count)
    let found = try value(takenFrom: &rest, file)
    guard found.integer == version else {
      throw .unsupported(path: file.path, detail: "a legacy checkpoint of another version")
    }
    let machine = try value(takenFrom: &rest, file)
    switch machine["little_endian"] {
    case .bool(true): break
    case .bool(false): throw .bigEndian(path: file.path)
    default: throw .corrupt(path: file.path, detail: "the byte order is not told")
    }
    let root = try value(takenFrom: &rest, file)
    let dictionary = try TorchPickle.reading(file) { () throws(PickleError) in
      try StateDictionary(root)
    }
    let keys = try value(takenFrom: &rest, file).elements ?? []
    let memory = try memory(
      of: keys.compactMap(\.text), for: dictionary, in: file, from: rest.startIndex)
    var tensors: [StoredTensor] = []
    tensors.reserveCapacity(dictionary.tensors.count)
    for (name, tensor) in dictionary.tensors {
      guard let memory = memory[tensor.storage.key] else {
        throw .corrupt(
          path: file.path, detail: "memory \(tensor.storage.key) of tensor \(name) is missing")
      }
      tensors.append(try tensor.stored(as: name, in: file, memory: memory))
    }
    return CheckpointContent(
      format: .torchLegacy, tensors: tensors, wrappers: dictionary.wrappers, metadata: [:])
  }

  private static func value(
    takenFrom rest: inout ArraySlice<UInt8>, _ file: MappedFile
  ) throws(CheckpointError) -> PickleValue<TorchObject> {
    do throws(CheckpointError) {
      return try TorchPickle.reading(file) { () throws(PickleError) in
        try TorchObject.unpickler.takeValue(from: &rest)
      }
    } catch {
      guard case .truncated = error, file.size > TorchObject.maximumPickle else { throw error }
      throw .unsupported(
        path: file.path, detail: "a pickle of more than \(TorchObject.maximumPickle) bytes")
    }
  }

  /// Where each key's memory lies, from byte `start` on.
  private static func memory(
    of keys: [String], for dictionary: StateDictionary, in file: MappedFile, from start: Int
  ) throws(CheckpointError) -> [String: Range<Int>] {
    var storages: [String: TorchStorage] = [:]
    for (name, tensor) in dictionary.tensors {
      let known = storages.updateValue(tensor.storage, forKey: tensor.storage.key)
      guard
        known.map({ $0.type == tensor.storage.type && $0.count == tensor.storage.count }) ?? true
      else { throw .corrupt(path: file.path, detail: "the memory of tensor \(name)") }
    }
    var memory: [String: Range<Int>] = [:]
    var position = start
    for key in keys {
      guard let storage = storages[key] else {
        throw .unsupported(path: file.path, detail: "memory \(key), which no tensor uses,")
      }
      guard position <= file.size - 8 else {
        throw .truncated(path: file.path, detail: "at memory \(key)")
      }
      guard file.bytes(position..<position + 8)[...].length(at: 0, width: 8) == storage.count else {
        throw .corrupt(path: file.path, detail: "memory \(key) has another size than was told")
      }
      position += 8
      guard storage.count <= (file.size - position) / storage.type.size else {
        throw .truncated(path: file.path, detail: "in memory \(key)")
      }
      let end = position + storage.count * storage.type.size
      guard memory.updateValue(position..<end, forKey: key) == nil else {
        throw .corrupt(path: file.path, detail: "memory \(key) occurs twice")
      }
      position = end
    }
    return memory
  }
}
