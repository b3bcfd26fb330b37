/// A safetensors checkpoint: the length of a header, the header as JSON, and the tensors' bytes.
///
/// Source: safetensors 0.8, README.md, section Format. The rules there are all enforced: tensors
/// do not overlap, leave no gaps, and no name occurs twice.
enum SafetensorsFile {
  /// Of a header; as many as some 60 000 tensors take.
  private static let maximumHeader = 1 << 23
  private static let maximumTensors = 1 << 16

  /// Whether a file may be of this form, by its first nine bytes.
  static func isLikely(_ head: ArraySlice<UInt8>) -> Bool {
    guard let length = head.length(at: 0, width: 8), head.count > 8 else { return false }
    // A header's length says most where the file was cut, so it is not compared with the size.
    return length >= 2 && length < 1 << 40 && head[head.startIndex + 8] == UInt8(ascii: "{")
  }

  /// What the header says of one tensor. Offsets are from the header's end.
  private struct Record {
    var name: String
    var type: String?
    var shape: [Int]?
    var offsets: [Int]?
  }

  /// Throws: `CheckpointError`.
  static func content(of file: MappedFile) throws(CheckpointError) -> CheckpointContent {
    guard let length = file.bytes(0..<8)[...].length(at: 0, width: 8), length <= file.size - 8
    else { throw .truncated(path: file.path, detail: "in the header") }
    guard length <= maximumHeader else {
      throw .unsupported(path: file.path, detail: "a header of \(length) bytes")
    }
    let header: (records: [Record], metadata: [String: String])
    do throws(JSONScanner.Mismatch) {
      header = try parse(file.bytes(8..<8 + length))
    } catch {
      throw .corrupt(
        path: file.path, detail: "the header lacks \(error.expected) at byte \(8 + error.offset)")
    }
    let data = 8 + length..<file.size
    var tensors: [StoredTensor] = []
    tensors.reserveCapacity(header.records.count)
    for record in header.records { tensors.append(try tensor(record, in: file, data: data)) }
    guard Set(header.records.map(\.name)).count == tensors.count else {
      throw .corrupt(path: file.path, detail: "a name occurs twice in the header")
    }
    try checkCover(tensors, data, path: file.path)
    return CheckpointContent(
      format: .safetensors, tensors: tensors, wrappers: [], metadata: header.metadata)
  }

  private static func tensor(
    _ record: Record, in file: MappedFile, data: Range<Int>
  ) throws(CheckpointError) -> StoredTensor {
    let name = record.name
    guard let typeName = record.type, let shape = record.shape, let offsets = record.offsets,
      offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1]
    else { throw .corrupt(path: file.path, detail: "the header's entry for tensor \(name)") }
    guard let type = ElementType(safetensorsName: typeName) else {
      throw .unsupportedTensor(path: file.path, tensor: name, detail: "type \(typeName)")
    }
    let claimed = offsets[1] - offsets[0]
    guard offsets[1] <= data.count else {
      throw .outOfBounds(
        path: file.path, tensor: name, claimed: claimed,
        available: max(0, data.count - offsets[0]))
    }
    let layout: TensorLayout
    do throws(TensorLayout.Defect) {
      layout = try TensorLayout(shape: shape)
    } catch {
      throw .corrupt(path: file.path, detail: "tensor \(name) has a shape of \(shape)")
    }
    let (bytes, overflow) = layout.count.multipliedReportingOverflow(by: type.size)
    guard !overflow, bytes == claimed else {
      throw .outOfBounds(
        path: file.path, tensor: name, claimed: overflow ? .max : bytes, available: claimed)
    }
    return StoredTensor(
      name: name, type: type, layout: layout, base: data.lowerBound + offsets[0], file: file)
  }

  /// Throws: `CheckpointError.corrupt` unless the tensors fill `data` one after the other.
  private static func checkCover(
    _ tensors: [StoredTensor], _ data: Range<Int>, path: String
  ) throws(CheckpointError) {
    var position = data.lowerBound
    for tensor in tensors.sorted(by: { ($0.base, $0.count) < ($1.base, $1.count) }) {
      guard tensor.base == position else {
        let what = tensor.base < position ? "overlaps another" : "leaves a gap before it"
        throw .corrupt(path: path, detail: "tensor \(tensor.name) \(what)")
      }
      position += tensor.count * tensor.type.size
    }
    guard position == data.upperBound else {
      throw .corrupt(
        path: path, detail: "\(data.upperBound - position) bytes belong to no tensor")
    }
  }

  private static func parse(
    _ bytes: [UInt8]
  ) throws(JSONScanner.Mismatch) -> (records: [Record], metadata: [String: String]) {
    var scanner = JSONScanner(bytes)
    var records: [Record] = []
    var metadata: [String: String] = [:]
    try scanner.object { (scanner, name) throws(JSONScanner.Mismatch) in
      if name == "__metadata__" {
        try scanner.object { (scanner, key) throws(JSONScanner.Mismatch) in
          metadata[key] = String(decoding: try scanner.string(), as: UTF8.self)
        }
      } else {
        guard records.count < maximumTensors, name.utf8.count <= 1024 else {
          throw scanner.mismatch("fewer tensors or shorter names")
        }
        records.append(try record(name, &scanner))
      }
    }
    guard scanner.peek() == nil else { throw scanner.mismatch("its end") }
    return (records, metadata)
  }

  private static func record(
    _ name: String, _ scanner: inout JSONScanner
  ) throws(JSONScanner.Mismatch) -> Record {
    var record = Record(name: name)
    try scanner.object { (scanner, key) throws(JSONScanner.Mismatch) in
      switch key {
      case "dtype": record.type = String(decoding: try scanner.string(), as: UTF8.self)
      case "shape": record.shape = try integers(&scanner)
      case "data_offsets": record.offsets = try integers(&scanner)
      default: try scanner.skip()
      }
    }
    return record
  }

  private static func integers(_ scanner: inout JSONScanner) throws(JSONScanner.Mismatch) -> [Int] {
    var values: [Int] = []
    try scanner.array { (scanner) throws(JSONScanner.Mismatch) in
      guard values.count < TensorLayout.maximumAxes else { throw scanner.mismatch("fewer axes") }
      values.append(try scanner.integer())
    }
    return values
  }
}
