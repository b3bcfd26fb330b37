import TestSupport
import Vision

/// Named tensors of seeded numbers, in the order in which they are made, and the checkpoint that holds
/// them.
struct SeededTensors {
  private var tensors: [(name: String, tensor: Tensor)] = []
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// A tensor that was made before.
  subscript(name: String) -> Tensor {
    guard let found = tensors.first(where: { $0.name == name }) else {
      preconditionFailure("SeededTensors: no \(name)")
    }
    return found.tensor
  }

  mutating func make(_ name: String, _ range: ClosedRange<Float>, _ shape: [Int]) {
    let values = (0..<shape.reduce(1, *)).map { _ in random.number(range) }
    tensors.append((name, Tensor(values, shape: shape)))
  }

  /// The tensors as a reader of a safetensors file finds them.
  func weights(in folder: TemporaryFolder) throws -> WeightReader {
    var entries: [String] = []
    var data: [UInt8] = []
    data.reserveCapacity(tensors.reduce(0) { $0 + 4 * $1.tensor.count })
    for (name, tensor) in tensors {
      let start = data.count
      for value in tensor.values {
        for shift in [0, 8, 16, 24] {
          data.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
        }
      }
      let offsets = [start, data.count]
      entries.append(
        #""\#(name)":{"dtype":"F32","shape":\#(tensor.shape),"data_offsets":\#(offsets)}"#)
    }
    let header = "{\(entries.joined(separator: ","))}"
    let bytes = CheckpointBytes.little(header.utf8.count, 8) + Array(header.utf8) + data
    return WeightReader(try CheckpointFile(path: folder.write(bytes, "seeded.safetensors")))
  }
}
