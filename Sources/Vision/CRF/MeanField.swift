/// Mean-field inference: each pixel weighs its labels by its own scores and by what all other pixels
/// hold likely, over and over.
///
/// Only differences of labels count, and the kernels are linear. So what is filtered is each label's
/// lead, its probability less that of label 0, which needs no filter of its own: two labels cost one
/// channel. Labels that are exactly alike stay so.
struct MeanField: Sendable {
  /// Normalised.
  private let lattices: [PermutohedralLattice]
  private let labels: Int
  private let points: Int
  /// Channels of a point: labels 1 …, and up to a width that the kernels take some that have no chance.
  private let channels: Int
  /// `[points, channels]`: scores less that of label 0.
  private let base: [Float]

  private static let tile = 2048

  /// `scores` are logarithms of probabilities, `[labels, points]`, of two labels at least.
  init(scores: [Float], labels: Int, lattices: [PermutohedralLattice]) {
    let points = scores.count / labels
    precondition(
      labels >= 2 && points * labels == scores.count
        && lattices.allSatisfy { $0.points == points },
      "MeanField: \(scores.count) scores of \(labels) labels")
    (self.labels, self.points, self.lattices) = (labels, points, lattices)
    channels = LatticeWidth.covering(labels - 1)
    var base = [Float](repeating: -.infinity, count: points * channels)
    for channel in 0..<labels - 1 {
      for point in 0..<points {
        base[point * channels + channel] = scores[(channel + 1) * points + point] - scores[point]
      }
    }
    self.base = base
  }

  /// The probabilities after some iterations, `[labels, points]`.
  func probabilities(iterations: Int, workers: Workers) -> [Float] {
    let leads = leads(iterations: iterations, workers: workers)
    var result = [Float](repeating: 0, count: labels * points)
    for point in 0..<points {
      let own = leads[point * channels..<point * channels + labels - 1]
      let least = max(0, (1 - own.reduce(0, +)) / Float(labels))
      result[point] = least
      for (channel, lead) in own.enumerated() {
        result[(channel + 1) * points + point] = max(0, least + lead)
      }
    }
    return result
  }

  /// The likeliest label of each point after some iterations, the first of equally likely ones.
  func labels(iterations: Int, workers: Workers) -> [Int] {
    let leads = leads(iterations: iterations, workers: workers)
    return (0..<points).map { point in
      var (best, label) = (Float(0), 0)
      for channel in 0..<labels - 1 where leads[point * channels + channel] > best {
        (best, label) = (leads[point * channels + channel], channel + 1)
      }
      return label
    }
  }

  /// `[points, channels]`
  private func leads(iterations: Int, workers: Workers) -> [Float] {
    var leads = [Float](repeating: 0, count: points * channels)
    step(&leads, held: [], workers: workers)
    for _ in 0..<iterations {
      let current = leads
      let held = workers.map(lattices.count) { lattices[$0].spread(current, channels: channels) }
      step(&leads, held: held, workers: workers)
    }
    return leads
  }

  /// New leads from what the vertices of each lattice hold; from scores alone where that is nothing.
  private func step(_ leads: inout [Float], held: [[Float]], workers: Workers) {
    workers.updateTiles(of: &leads, tile: Self.tile * channels) { start, leads in
      let first = start / channels
      var messages = [Float](repeating: 0, count: leads.count)
      var target = messages.mutableSpan
      for (lattice, values) in zip(lattices, held) {
        lattice.gather(from: values, channels: channels, first: first, into: &target)
      }
      MeanFieldKernel.step(
        base: base.span.extracting(start..<start + leads.count), messages: messages.span,
        channels: channels, leads: &leads)
    }
  }
}
