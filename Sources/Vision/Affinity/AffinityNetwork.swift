/// Which of the two published networks tells how much cells belong together.
public enum AffinityKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// PSA's: features of cells, whose differences tell.
  case features
  /// IRN's: boundaries between classes, which keep apart what lies on either side.
  case boundaries
}

/// A small network on the frozen features of a backbone that tells how much neighbouring cells belong
/// together.
///
/// Each stage's features are normalised, narrowed by a 1×1 convolution and brought to the size of the
/// finest; a last 1×1 convolution makes of all of them the features, or the boundaries, that
/// affinities are computed from. The authors train all of PSA's backbone and normalise IRN's
/// features by groups; here the backbone is frozen and normalised once and for all, as the
/// images of the training have it.
///
/// Source: PSA (Ahn and Kwak 2018, arXiv 1803.10464), section 3.2, and IRN (Ahn et al. 2019,
/// arXiv 1904.05044), section 3.2.
package struct AffinityNetwork: Sendable, Hashable {
  package let kind: AffinityKind
  /// By stage: what features are normalised with.
  package let norms: [ChannelNorm]
  /// `stage0.weight`, `stage0.bias` …, the finest stage first, then `last.weight` and `last.bias`.
  package let parameters: ParameterSet

  package init(kind: AffinityKind, norms: [ChannelNorm], parameters: ParameterSet) {
    (self.kind, self.norms, self.parameters) = (kind, norms, parameters)
  }

  /// The affinities of pairs within `radius` on the grid of the finest of `maps`, which are the
  /// backbone's, the finest first.
  package func affinities(of maps: [FeatureMap], radius: Int) -> Affinities {
    var tape = Tape()
    let stages = zip(maps, norms).map { Tensor($1.normalised($0)) }
    let result = Self.forward(kind, stages, &tape) { $1.constant(parameters[$0]) }.value
    let grid = PairGrid(rows: result.shape[0], columns: result.shape[1], radius: radius)
    return switch kind {
    case .features:
      Affinities(features: result.values.span, channels: result.shape[2], grid: grid)
    case .boundaries: Affinities(boundaries: result.values, grid: grid)
    }
  }

  /// `[rows, columns, channels]` of the finest of `stages`, which are normalised: features, or one
  /// channel of boundaries.
  static func forward(
    _ kind: AffinityKind, _ stages: [Tensor], _ tape: inout Tape,
    parameter: (_ name: String, inout Tape) -> Tape.Variable
  ) -> Tape.Variable {
    func layer(_ name: String, _ x: Tape.Variable, _ tape: inout Tape) -> Tape.Variable {
      let weight = parameter("\(name).weight", &tape)
      let bias = parameter("\(name).bias", &tape)
      return tape.biased(tape.product(x, weight), bias)
    }
    var narrowed: [Tape.Variable] = []
    for (index, stage) in stages.enumerated() {
      let features = tape.elu(layer("stage\(index)", tape.constant(stage), &tape))
      narrowed.append(
        tape.resized(features, rows: stages[0].shape[0], columns: stages[0].shape[1]))
    }
    let last = layer("last", tape.concatenated(narrowed), &tape)
    return switch kind {
    case .features: tape.elu(last)
    case .boundaries: tape.sigmoid(last)
    }
  }
}

extension AffinityNetwork {
  /// A network before any training.
  ///
  /// - Parameter channels: of the backbone's stages, the finest first.
  /// - Parameter widths: what each is narrowed to; for `features`, multiples of 16 in sum.
  static func seeded(
    _ kind: AffinityKind, channels: [Int], widths: [Int], seed: UInt64
  ) -> ParameterSet {
    precondition(
      channels.count == widths.count && !channels.isEmpty,
      "AffinityNetwork: \(widths) for stages of \(channels)")
    var random = SplitMix64(seed: seed, stream: UInt64(bitPattern: -1))
    var parameters = ParameterSet()
    func add(_ name: String, outputs: Int, inputs: Int, variance: Float) {
      // Uniform numbers of that variance; what they are distributed by matters little.
      let bound = (3 * variance / Float(inputs)).squareRoot()
      let values = (0..<outputs * inputs).map { _ in random.number(-bound...bound) }
      parameters.add("\(name).weight", Tensor(values, shape: [outputs, inputs]))
      parameters.add("\(name).bias", Tensor(shape: [outputs]))
    }
    for (index, (inputs, outputs)) in zip(channels, widths).enumerated() {
      add("stage\(index)", outputs: outputs, inputs: inputs, variance: 2)
    }
    let width = widths.reduce(0, +)
    switch kind {
    // Far apart to begin with, as PSA's are, or walks would cross every border.
    case .features: add("last", outputs: width, inputs: width, variance: 16)
    case .boundaries: add("last", outputs: 1, inputs: width, variance: 1)
    }
    return parameters
  }
}

extension Tensor {
  /// `[rows, columns, channels]`
  init(_ map: FeatureMap) {
    self.init(map.values, shape: [map.rows, map.columns, map.channels])
  }
}
