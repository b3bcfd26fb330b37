import Foundation

/// How long and how fast something is trained; nothing of what.
public struct TrainingRecipe: Sendable, Hashable {
  public var epochs: Int
  /// Images of one update; the last of an epoch has what is left.
  public var batch: Int
  public var optimiser: Optimiser
  /// Of parameters that were learnt before, at the first step; it falls to 0 as
  /// (1 − step / steps)^`power`.
  public var rate: Float
  /// How much faster layers that begin anew learn.
  public var newLayerFactor: Float
  public var power: Double
  public var weightDecay: Float
  /// Decides the order of the images, their augmentation and the first values of new layers.
  public var seed: UInt64

  /// Source of the defaults for SGD: IRN's `step/train_cam.py` (jiwoon-ahn/irn), batch and epochs
  /// apart.
  public init(
    epochs: Int, batch: Int = 16, optimiser: Optimiser = .sgd(), rate: Float = 0.1,
    newLayerFactor: Float = 10, power: Double = 0.9, weightDecay: Float = 1e-4, seed: UInt64 = 0
  ) {
    precondition(
      epochs > 0 && batch > 0 && rate > 0 && newLayerFactor > 0 && power >= 0 && weightDecay >= 0,
      "TrainingRecipe: \(epochs) epochs, batches of \(batch), a rate of \(rate)")
    (self.epochs, self.batch, self.optimiser, self.rate) = (epochs, batch, optimiser, rate)
    (self.newLayerFactor, self.power) = (newLayerFactor, power)
    (self.weightDecay, self.seed) = (weightDecay, seed)
  }

  /// Updates of an epoch over `images` images.
  package func steps(images: Int) -> Int { (images + batch - 1) / batch }

  /// The rate of parameters that were learnt before at update `step` of `steps`.
  package func rate(step: Int, of steps: Int) -> Float {
    Float(Double(rate) * pow(max(0, 1 - Double(step) / Double(steps)), power))
  }

  /// The batches of an epoch: indices of images in a seeded order.
  package func batches(epoch: Int, images: Int) -> [[Int]] {
    var order = Array(0..<images)
    var generator = SplitMix64(seed: seed, stream: UInt64(epoch))
    for last in order.indices.dropFirst().reversed() {
      order.swapAt(last, generator.index(below: last + 1))
    }
    return stride(from: 0, to: images, by: batch).map {
      Array(order[$0..<min($0 + batch, images)])
    }
  }

  /// Every choice by name, for the keys of caches.
  public var named: [(name: String, value: String)] {
    [
      ("epochs", "\(epochs)"), ("batch", "\(batch)"), ("optimiser", "\(optimiser)"),
      ("rate", "\(rate)"), ("new layers' factor", "\(newLayerFactor)"), ("power", "\(power)"),
      ("weight decay", "\(weightDecay)"), ("seed", "\(seed)"),
    ]
  }
}
