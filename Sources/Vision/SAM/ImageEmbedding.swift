/// What an image encoder makes of a frame: `channels` numbers for each entry of a `grid` × `grid` map.
public struct ImageEmbedding: Sendable, Equatable {
  /// Entries along one side.
  public let grid: Int
  public let channels: Int
  /// `[grid · grid, channels]`, row-major: the channels of an entry are neighbours.
  public let values: [Float]

  public init(grid: Int, channels: Int, values: [Float]) {
    precondition(
      values.count == grid * grid * channels,
      "ImageEmbedding: \(values.count) values for \(grid)×\(grid)×\(channels)")
    (self.grid, self.channels, self.values) = (grid, channels, values)
  }
}

/// A network that turns a frame into an embedding.
public protocol ImageEncoding: Sendable {
  /// The embedding of `frame`, `[3, side, side]`, normalised and padded; its work is spread over
  /// `workers`.
  func embedding(of frame: Tensor, workers: Workers) -> ImageEmbedding
}
