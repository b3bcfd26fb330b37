import Foundation

/// Random Fourier features of a position: sines, then cosines, of fixed mixtures of x and y.
///
/// Source: segment-anything 1.0, `PositionEmbeddingRandom`.
struct PositionEncoding: Sendable {
  /// `[2, channels / 2]`: the frequencies of x, then those of y.
  private let frequencies: [Float]
  let channels: Int

  init(_ weights: WeightScope, channels: Int) throws(CheckpointError) {
    self.channels = channels
    frequencies = try weights.tensor(
      "positional_encoding_gaussian_matrix", shape: [2, channels / 2]
    ).values
  }

  /// The `channels` numbers of a position, whose coordinates are [0, 1] inside the frame.
  func callAsFunction(_ position: SIMD2<Float>) -> [Float] {
    let centred = 2 * position - 1
    let half = channels / 2
    // The angle is f32 as the reference has it; its sine is correctly rounded.
    let angles = (0..<half).map {
      2 * Float.pi * (centred.x * frequencies[$0] + centred.y * frequencies[half + $0])
    }
    return angles.map { Float(sin(Double($0))) } + angles.map { Float(cos(Double($0))) }
  }

  /// `[grid · grid, channels]`: the encodings of the centres of a map's entries.
  func map(grid: Int) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(grid * grid * channels)
    for y in 0..<grid {
      for x in 0..<grid {
        values += self((SIMD2(Float(x), Float(y)) + 0.5) / Float(grid))
      }
    }
    return values
  }
}
