import Foundation
import Testing
import Vision

/// Steps of training against PyTorch's, as `Tests/Fixtures/training/classifier_steps.py` took them.
@Suite struct ClassifierStepTests {
  struct Golden: Decodable, Sendable, CustomTestStringConvertible {
    let optimiser: String
    let stride: String
    /// Before each of three steps, and after the last.
    let losses: [Float]

    var testDescription: String { "\(optimiser), stride \(stride)" }

    var recipe: TrainingRecipe {
      TrainingRecipe(
        epochs: 3, batch: 2, optimiser: optimiser == "sgd" ? .sgd() : .adamW(),
        rate: optimiser == "sgd" ? 0.01 : 0.0001, weightDecay: 0.01)
    }
  }

  static let goldens: [Golden] = {
    let path = DatasetFixtures.packageRoot + "Tests/Fixtures/training/classifier_steps.json"
    do {
      return try JSONDecoder().decode(
        [Golden].self, from: Data(contentsOf: URL(filePath: path)))
    } catch {
      Issue.record(error)
      return []
    }
  }()

  /// The numbers of the generator that `name` seeds.
  private static func numbers(_ name: String, _ shape: [Int], _ range: ClosedRange<Float>)
    -> Tensor
  {
    var random = SplitMix64(seed: SplitMix64.hash(name))
    return Tensor((0..<shape.reduce(1, *)).map { _ in random.number(range) }, shape: shape)
  }

  private static let parameters: ParameterSet = {
    var shapes: [(name: String, outputs: Int, inputs: Int)] = []
    let blocks = [(112, 192, 25), (192, 192, 25), (192, 192, 25), (192, 192, 25), (192, 320, 9)]
    for (index, (inputs, outputs, taps)) in blocks.enumerated() {
      let (name, hidden) = ("_blocks.\(index + 11)", 6 * inputs)
      shapes.append(("\(name)._expand_conv", hidden, inputs))
      shapes.append(("\(name)._depthwise_conv", hidden, taps))
      shapes.append(("\(name)._project_conv", outputs, hidden))
    }
    shapes.append(("_conv_head", EfficientNetTail.headChannels, 320))
    var set = ParameterSet()
    for (name, outputs, inputs) in shapes + [("classifier", 4, EfficientNetTail.headChannels)] {
      let bound = 2 / Float(inputs).squareRoot()
      set.add("\(name).weight", numbers("\(name).weight", [outputs, inputs], -bound...bound))
      guard name != "classifier" else { continue }
      set.add("\(name).bias", numbers("\(name).bias", [outputs], -0.2...0.2))
    }
    return set
  }()

  @Test("three steps have PyTorch's losses within 1e-4", arguments: goldens)
  func steps(golden: Golden) throws {
    let strides: [OutputStride] = [
      .thirtySecond, .sixteenth(dilated: false), .sixteenth(dilated: true),
    ]
    let stride = try #require(strides.first { $0.description == golden.stride })
    let tail = EfficientNetTail(stride: stride)
    let maps = [
      Self.numbers("map 0", [5, 7, 112], -2...2), Self.numbers("map 1", [8, 6, 112], -2...2),
    ]
    let targets: [[Float]] = [[0, 1, 1, 0], [1, 0, 0, 0]]
    let loss: @Sendable (inout Tape, Int, Int) -> Tape.Variable = { tape, index, _ in
      let map = tape.constant(maps[index])
      let features = tail(map, &tape, TapeWeights(frozen: ParameterSet()))
      let logits = tape.product(tape.mean(features), tape.parameter(ClassifierTraining.layer))
      return tape.multiLabelSoftMarginLoss(logits, targets: targets[index])
    }
    let images = try ["a", "b"].map { try ImageID($0) }
    let trainer = Trainer(
      recipe: golden.recipe, images: images, newLayers: [ClassifierTraining.layer], workers: .one,
      loss: loss)
    var losses: [Float] = []
    let start = TrainingState(Self.parameters, optimiser: golden.recipe.optimiser)
    let end = try trainer.run(from: start) { report, _ in losses.append(report.loss) }
    let last = maps.indices.map { index in
      var tape = Tape(end.parameters)
      return loss(&tape, index, 0).value.values[0]
    }
    losses.append((last[0] + last[1]) / 2)
    #expect(losses.count == golden.losses.count)
    for (found, expected) in zip(losses, golden.losses) {
      #expect(abs(found - expected) <= 1e-4, "\(losses) for \(golden.losses)")
    }
  }
}
