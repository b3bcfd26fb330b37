/// An image before its first change by tokens, with the three projections of it that no prompt
/// changes: they are made once and serve every prompt.
package struct PreparedImage: Sendable {
  /// Entries of the embedding.
  let entries: Int
  /// `[entries, channels]`: the embedding and what the mask prompt, or its absence, adds.
  let image: [Float]
  /// Keys of the first block's attention from tokens to image, and queries of that from image to
  /// tokens. For each tile `[width, entries of the tile, up to a multiple of 16]`.
  let keys: [Float]
  let queries: [Float]
  /// The queries once more as bf16, `[entries, width]`, for rounded products.
  let roundedQueries: [UInt16]
  /// Values for the tokens, `[head, entries, columns of a head]`, up to a multiple of 16.
  let values: [Float]

  /// Entries in a tile: with their channels, change and positions they stay in the second cache.
  static let tile = 128

  /// - Parameters:
  ///   - image: `[entries, channels]`.
  ///   - positions: `[entries, channels]`.
  init(_ image: [Float], positions: [Float], block: TwoWayBlock, workers: Workers) {
    let channels = block.norm4.weight.count
    let (asked, asking) = (block.tokensToImage, block.imageToTokens)
    entries = image.count / channels
    self.image = image
    let tiles = Self.tiles(of: entries)
    let projected = workers.map(tiles.count) { index in
      let tile = tiles[index]
      let rows = Array(image[tile.lowerBound * channels..<tile.upperBound * channels])
      let placed = sum(
        rows, Array(positions[tile.lowerBound * channels..<tile.upperBound * channels]))
      let padded = padded(tile.count)
      let queries = asking.query(placed)
      return (
        keys: transposed(
          asked.key(placed), rows: tile.count, columns: asked.width, padded: padded),
        queries: transposed(queries, rows: tile.count, columns: asking.width, padded: padded),
        rounded: roundedToBF16(
          queries.span, rows: tile.count, columns: asking.width, row: asking.width),
        values: asked.value(rows)
      )
    }
    keys = projected.flatMap(\.keys)
    queries = projected.flatMap(\.queries)
    roundedQueries = projected.flatMap(\.rounded)
    values = Self.byHead(projected.flatMap(\.values), layer: asked)
  }

  /// `[head, rows, columns of a head]` of `[rows, width]`.
  private static func byHead(_ values: [Float], layer: AttentionLayer) -> [Float] {
    let (rows, columns) = (values.count / layer.width, padded(layer.headWidth))
    var result = [Float](repeating: 0, count: layer.heads * rows * columns)
    for head in 0..<layer.heads {
      for row in 0..<rows {
        for channel in 0..<layer.headWidth {
          result[(head * rows + row) * columns + channel] =
            values[row * layer.width + head * layer.headWidth + channel]
        }
      }
    }
    return result
  }

  static func tiles(of entries: Int) -> [Range<Int>] {
    stride(from: 0, to: entries, by: tile).map { $0..<min($0 + tile, entries) }
  }
}

/// `count` up to the next multiple of 16, as the kernels want columns.
func padded(_ count: Int) -> Int { (count + 15) / 16 * 16 }
