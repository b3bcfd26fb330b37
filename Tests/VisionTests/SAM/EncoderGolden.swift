import Foundation
import Testing
import Vision

/// The weights of a tiny model and what the reference computes with them; the README beside the files
/// lists the tensors.
struct EncoderGolden {
  private let tensors: CheckpointFile
  private let checkpoint: CheckpointFile

  /// `name` is that of a folder in `Golden` and of the checkpoint in it.
  init(_ name: String) throws {
    let folder = Bundle.module.bundleURL.appending(path: "Golden/\(name)").path
    tensors = try CheckpointFile(path: "\(folder)/golden.safetensors")
    checkpoint = try CheckpointFile(path: "\(folder)/\(name).pth")
  }

  /// The weights of the image encoder, none of them read yet.
  var weights: WeightReader { WeightReader(checkpoint) }

  subscript(name: String) -> Tensor {
    get throws { try #require(tensors[name], "no golden tensor \(name)").tensor() }
  }

  /// A map `[channels, height, width]` with the channels of each entry together.
  func channelsLast(_ name: String) throws -> [Float] {
    let map = try self[name]
    let entries = map.count / map.shape[0]
    return (0..<map.count).map { index in
      map.values[index % map.shape[0] * entries + index / map.shape[0]]
    }
  }
}

/// Expects `values` to be as many as `expected` and within `tolerance` of the expected values' root
/// mean square; says where they differ most.
func expectClose(
  _ values: [Float], _ expected: [Float], within tolerance: Float = 1e-4, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(values.count == expected.count, "\(what)", sourceLocation: sourceLocation)
  guard values.count == expected.count else { return }
  let square = expected.reduce(0) { $0 + Double($1) * Double($1) } / Double(expected.count)
  let allowed = tolerance * Float(square.squareRoot())
  let worst = values.indices.max { abs(values[$0] - expected[$0]) < abs(values[$1] - expected[$1]) }
  let isFinite = values.allSatisfy(\.isFinite)
  #expect(isFinite, "\(what) has numbers that are not finite", sourceLocation: sourceLocation)
  if let worst {
    #expect(
      abs(values[worst] - expected[worst]) <= allowed,
      "\(what) at \(worst): \(values[worst]) for \(expected[worst]), \(allowed) allowed",
      sourceLocation: sourceLocation)
  }
}
