extension FoldedDecoder {
  /// As `exactPass`, with the factors of scores and means rounded to bf16. What the tokens add to the
  /// image, the image itself, norms, softmaxes and sums stay f32.
  func roundedPass(
    from prepared: PreparedImage?, changing images: inout [[Float]],
    by rounds: inout [ImageRound]
  ) {
    let channels = decoder.configuration.channels
    let width = decoder.blocks[0].imageToTokens.width
    let tile = padded(PreparedImage.tile)
    let changes = rounds.map {
      RoundedChange($0.change, first: prepared == nil ? nil : decoder.blocks[0])
    }
    let questions = rounds.map {
      bf16Pairs($0.question.columns, rows: channels, columns: $0.question.columnCount)
    }
    let columns = rounds.map { max($0.change.columnCount, $0.question.columnCount) }.max() ?? 0
    var scoreValues = [Float](repeating: 0, count: tile * columns)
    var weightValues = [UInt16](repeating: 0, count: tile * columns)
    var additionValues = [Float](repeating: 0, count: tile * channels)
    var placedValues = [UInt16](repeating: 0, count: tile * channels)
    var pairValues = [UInt16](repeating: 0, count: tile * channels)
    var scores = scoreValues.mutableSpan
    var weights = weightValues.mutableSpan
    var additions = additionValues.mutableSpan
    var placed = placedValues.mutableSpan
    var pairs = pairValues.mutableSpan
    for tile in PreparedImage.tiles(of: grid * grid) {
      let range = tile.lowerBound * channels..<tile.upperBound * channels
      let places = positions.span.extracting(range)
      for index in rounds.indices {
        let change = rounds[index].change
        let question = rounds[index].question
        let asked = questions[index]
        var image = images[index].mutableSpan
        if let prepared {
          changes[index].weigh(
            prepared.roundedQueries.span.extracting(
              tile.lowerBound * width..<tile.upperBound * width), entries: tile.count,
            into: &scores)
        } else {
          FoldedKernels.add(image.span.extracting(range), places, into: &placed)
          changes[index].weigh(placed.span, entries: tile.count, into: &scores)
        }
        // Of all roundings that of the tokens' shares moves masks most, so this product is exact.
        multiply(
          rows: tile.count, columns: channels, terms: change.rowCount, scores.span,
          MatrixLayout(row: change.columnCount), change.additions.span, bRow: channels,
          start: .bias(change.base), into: &additions, cRow: channels)
        image.withSlice(range) { entries in
          FoldedKernels.residualNorm(
            updating: &entries, from: prepared?.image.span.extracting(range),
            change: additions.span, norm: change.norm, positions: places, rows: tile.count,
            placed: &placed, pairs: &pairs)
        }
        multiply(
          rows: tile.count, columns: question.columnCount, terms: channels, placed.span,
          aRow: channels, asked.span, bRow: question.columnCount, into: &scores,
          cRow: question.columnCount)
        rounds[index].softmax.exponentiate(&scores, rows: tile.count)
        rounds[index].rescale()
        let row = padded(tile.count)
        FoldedKernels.transpose(
          scores.span, rows: tile.count, columns: question.columnCount, into: &weights, row: row)
        var sums = rounds[index].sums.mutableSpan
        multiply(
          rows: question.rowCount, columns: channels, terms: tile.count, weights.span, aRow: row,
          pairs.span, bRow: channels, start: .sum, into: &sums, cRow: channels)
      }
    }
  }
}

/// The scores of an `ImageChange` as products of bf16.
private struct RoundedChange {
  private let others: Int
  /// Columns of scores: 8 · others up to a multiple of 16.
  private let width: Int
  /// What an entry's query, or the entry with its position, is multiplied with for its scores.
  private let terms: Int
  private let columns: [UInt16]
  private let bias: [Float]

  /// `first` is the first block, whose queries are ready, and nil in later ones.
  init(_ change: ImageChange, first: TwoWayBlock?) {
    (others, width) = (change.others, change.columnCount)
    if let layer = first?.imageToTokens {
      terms = layer.width
      bias = [Float](repeating: 0, count: width)
      columns = bf16Pairs(
        Self.blocks(change.keys, layer: layer, width: width), rows: terms, columns: width)
    } else {
      terms = change.base.count
      bias = change.bias
      columns = bf16Pairs(change.columns, rows: terms, columns: width)
    }
  }

  /// `[layer.width, width]`: each head's part of the keys in the rows of that head, zeros elsewhere.
  private static func blocks(_ keys: [Float], layer: AttentionLayer, width: Int) -> [Float] {
    var blocks = [Float](repeating: 0, count: layer.width * width)
    for token in 0..<keys.count / layer.width {
      for channel in 0..<layer.width {
        blocks[channel * width + token * layer.heads + channel / layer.headWidth] =
          keys[token * layer.width + channel]
      }
    }
    return blocks
  }

  /// What share each token has in each entry, `[entries, width]`.
  func weigh(_ entries: Span<UInt16>, entries count: Int, into scores: inout MutableSpan<Float>) {
    multiply(
      rows: count, columns: width, terms: terms, entries, aRow: terms, columns.span, bRow: width,
      start: .bias(bias), into: &scores, cRow: width)
    FoldedKernels.tokenSoftmax(&scores, pixels: count, tokens: others, row: width)
  }
}
