import Testing
import Vision

@Suite struct PairLossTests {
  /// Cells of every kind of pair, and some that nothing is known of.
  private static let labels: [UInt8] = [
    0, 0, 1, 1, 255, 0,
    0, 2, 1, 1, 0, 0,
    255, 2, 2, 1, 0, 0,
    0, 2, 255, 255, 0, 1,
    0, 0, 0, 2, 2, 1,
  ]
  private static let (rows, columns) = (5, 6)

  /// `channels` orders of 30 numbers above `start` that are `spacing` apart, so that no two cells are
  /// close: where two are equal the loss has a kink.
  private static func spaced(channels: Int, by spacing: Float, from start: Float = 0) -> Tensor {
    var random = SplitMix64(seed: 1)
    let cells = rows * columns
    var values = [Float](repeating: 0, count: cells * channels)
    for channel in 0..<channels {
      var order = Array(1...cells)
      for i in (1..<cells).reversed() { order.swapAt(i, random.index(below: i + 1)) }
      for cell in 0..<cells {
        values[cell * channels + channel] = start + Float(order[cell]) * spacing
      }
    }
    return Tensor(values, shape: [rows, columns, channels])
  }

  @Test("gradients of the loss of features are its differences", arguments: [2, 3, 5])
  func features(radius: Int) {
    expectGradient(Self.spaced(channels: 16, by: 0.1), step: 0.04) {
      $0.pairLoss(features: $1, labels: Self.labels, radius: radius)
    }
  }

  @Test("gradients of the loss of boundaries are its differences", arguments: [2, 3, 5])
  func boundaries(radius: Int) {
    expectGradient(Self.spaced(channels: 1, by: 0x1p-6, from: 0.25), step: 0x1p-8) {
      $0.pairLoss(boundaries: $1, labels: Self.labels, radius: radius)
    }
  }

  @Test("the loss weighs background, classes and differences as 1, 1 and 2")
  func weights() {
    // Two pairs of each kind, whose affinity is ½ in every case.
    let rows: [[UInt8]] = [[0, 0, 0], [1, 1, 1], [1, 2, 1]]
    for (row, share) in zip(rows, [0.25, 0.25, 0.5]) {
      var tape = Tape()
      let boundaries = tape.constant(Tensor(repeating: 0.5, shape: [1, 3, 1]))
      let loss = tape.pairLoss(boundaries: boundaries, labels: row, radius: 2).value.values[0]
      #expect(abs(Double(loss) - share * 0.693147) < 1e-4)
    }
  }

  @Test("cells of which nothing is known change nothing")
  func ignored() {
    var tape = Tape()
    let features = tape.watched(Self.spaced(channels: 16, by: 0.1))
    let void = [UInt8](repeating: LabelMap.void, count: 30)
    let loss = tape.pairLoss(features: features, labels: void, radius: 5)
    #expect(loss.value.values == [0])
    #expect(tape.gradients(of: loss)[features]?.values.allSatisfy { $0 == 0 } == true)
  }

  private func expectGradient(
    _ input: Tensor, step: Float, sourceLocation: SourceLocation = #_sourceLocation,
    loss: (inout Tape, Tape.Variable) -> Tape.Variable
  ) {
    var tape = Tape()
    let variable = tape.watched(input)
    let result = loss(&tape, variable)
    guard let found = tape.gradients(of: result)[variable] else {
      Issue.record("no gradient", sourceLocation: sourceLocation)
      return
    }
    let expected = input.values.indices.map { place in
      let sides = [step, -step].map { change in
        var moved = input
        moved.values[place] += change
        var tape = Tape()
        return Double(loss(&tape, tape.constant(moved)).value.values[0])
      }
      return Float((sides[0] - sides[1]) / Double(2 * step))
    }
    expectClose(
      found.values, expected, within: 1e-3, "gradient", sourceLocation: sourceLocation)
  }
}
