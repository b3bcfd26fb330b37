import Foundation
import Testing
import Vision

/// The weights of a tiny model and what the reference computes with them; the README beside the files
/// lists the tensors.
struct SAMGolden {
  private let tensors: CheckpointFile
  private let checkpoint: CheckpointFile

  /// `name` is that of a folder in `Golden` and of the checkpoint in it.
  init(_ name: String) throws {
    let folder = Bundle.module.bundleURL.appending(path: "Golden/\(name)").path
    tensors = try CheckpointFile(path: "\(folder)/golden.safetensors")
    checkpoint = try CheckpointFile(path: "\(folder)/\(name).pth")
  }

  /// What the reference computed with a checkpoint that is too large to keep.
  init(checkpoint: String, tensors: String) throws {
    self.tensors = try CheckpointFile(path: tensors)
    self.checkpoint = try CheckpointFile(path: checkpoint)
  }

  /// The weights, none of them read yet.
  var weights: WeightReader { WeightReader(checkpoint) }

  subscript(name: String) -> Tensor {
    get throws { try #require(tensors[name], "no golden tensor \(name)").tensor() }
  }

  func contains(_ name: String) -> Bool { tensors[name] != nil }

  /// A map `[channels, height, width]` with the channels of each entry together.
  func channelsLast(_ name: String) throws -> [Float] {
    let map = try self[name]
    let entries = map.count / map.shape[0]
    return (0..<map.count).map { index in
      map.values[index % map.shape[0] * entries + index / map.shape[0]]
    }
  }
}

extension SAMGolden {
  /// The prompts that were asked as `name`.
  func prompts(_ name: String) throws -> [Prompt] {
    let coordinates = contains("\(name).coords") ? try self["\(name).coords"] : nil
    let labels = contains("\(name).labels") ? try self["\(name).labels"] : nil
    let boxes = contains("\(name).box") ? try self["\(name).box"] : nil
    let masks = contains("\(name).mask") ? try self["\(name).mask"] : nil
    let count = try #require(coordinates?.shape[0] ?? boxes?.shape[0])
    return (0..<count).map { index in
      var prompt = Prompt()
      if let coordinates, let labels {
        let points = labels.shape[1]
        prompt.points = (index * points..<(index + 1) * points).map { point in
          let x = Double(coordinates.values[2 * point])
          let y = Double(coordinates.values[2 * point + 1])
          return Prompt.Point([x, y], isForeground: labels.values[point] == 1)
        }
      }
      if let box = boxes?.values[(4 * index)...].prefix(4).map({ Double($0) }) {
        prompt.box = [box[0], box[1], box[2], box[3]]
      }
      if let masks {
        let side = masks.shape[1]
        prompt.mask = Tensor(
          Array(masks.values[(index * side * side)...].prefix(side * side)), shape: [side, side])
      }
      return prompt
    }
  }

  /// The predicted IoUs and logits of some of the four masks of the `index`th prompt of `name`.
  func prediction(
    _ name: String, _ index: Int, masks: Range<Int>
  ) throws -> (predictedIoU: [Float], logits: [Float]) {
    let iou = try self["\(name).iou"].values
    let logits = try self["\(name).low_res"]
    let pixels = logits.shape[2] * logits.shape[3]
    let (first, last) = (4 * index + masks.lowerBound, 4 * index + masks.upperBound)
    return (Array(iou[first..<last]), Array(logits.values[first * pixels..<last * pixels]))
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
