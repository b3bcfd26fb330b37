import Foundation
import Vision

/// SAM's image encoder, with the weights of the checkpoint that `SEPAL_CHECKPOINT` names: what they
/// are does not change the time, so seeded ones will do.
struct SAMBenchmarks {
  let path: String

  init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
    guard let path = environment["SEPAL_CHECKPOINT"] else {
      print("SAM's encoder: set SEPAL_CHECKPOINT to a checkpoint to time it")
      return nil
    }
    self.path = path
  }

  func run() throws {
    let file = try CheckpointFile(path: path)
    guard let model = Self.configuration(of: SAMCheckpointKind(of: file)) else {
      print("SAM's encoder: no image encoder that is known in \(path)")
      return
    }
    let frame = Self.frame(side: model.frameSide)
    let workers = Workers(ProcessInfo.processInfo.activeProcessorCount)
    for precision in Precision.allCases {
      let encoder = try model.imageEncoder(
        weights: WeightReader(file).scope("image_encoder"), precision: precision)
      let name = "encode a frame, \(model.name), \(precision), \(workers.count) threads"
      measure(name, per: "frame", units: 1) {
        _ = encoder.embedding(of: frame, workers: workers)
      }
    }
  }

  private static func configuration(of kind: SAMCheckpointKind) -> SAMConfiguration? {
    switch kind {
    case .sam(.base): .vitB
    case .sam(.large): .vitL
    case .sam(.huge): .vitH
    case .mobileSAM: .vitT
    case .samNano, .promptEncoderAndDecoder, .foreign, .unknown: nil
    }
  }

  /// Numbers as a normalised photograph has them, with a quarter of padding.
  private static func frame(side: Int) -> Tensor {
    var random = SplitMix64(seed: 0)
    let values = (0..<3 * side * side).map { index in
      index / side % side < side * 3 / 4 ? random.number(-2...2) : 0
    }
    return Tensor(values, shape: [3, side, side])
  }
}
