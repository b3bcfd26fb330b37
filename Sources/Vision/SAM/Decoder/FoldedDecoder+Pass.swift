extension FoldedDecoder {
  /// Changes every entry of the image by `change`, and answers `question` about the changed image:
  /// `[tokens, channels]`.
  ///
  /// - Parameters:
  ///   - prepared: the image of the first pass, nil in later ones.
  ///   - image: `[entries, channels]`, the image of later passes; becomes the changed one.
  func exactPass(
    from prepared: PreparedImage?, changing image: inout [Float], by change: ImageChange,
    answering question: ImageQuestion
  ) -> [Float] {
    let channels = decoder.configuration.channels
    let tile = padded(PreparedImage.tile)
    let columns = padded(Self.heads * max(change.others, question.tokens))
    var scoreValues = [Float](repeating: 0, count: tile * columns)
    var additionValues = [Float](repeating: 0, count: tile * channels)
    var placedValues = [Float](repeating: 0, count: tile * channels)
    var (softmax, means) = question.beginning(channels: channels)
    var scores = scoreValues.mutableSpan
    var additions = additionValues.mutableSpan
    var placed = placedValues.mutableSpan
    var changed = image.mutableSpan
    for tile in PreparedImage.tiles(of: grid * grid) {
      let range = tile.lowerBound * channels..<tile.upperBound * channels
      let places = positions.span.extracting(range)
      let layout: MatrixLayout
      if let prepared {
        layout = weigh(change, queriesOf: prepared, tile: tile, into: &scores)
      } else {
        placed.withSlice(0..<range.count) {
          RowKernels.add(changed.span.extracting(range), places, into: &$0)
        }
        layout = weigh(change, entries: tile.count, placed.span, into: &scores)
      }
      multiply(
        rows: tile.count, columns: channels, terms: Self.heads * change.others, scores.span,
        layout, change.additions.span, bRow: channels, start: .bias(change.base),
        into: &additions, cRow: channels)
      changed.withSlice(range) { entries in
        if let prepared {
          FoldedKernels.residualNorm(
            prepared.image.span.extracting(range), change: additions.span, norm: change.norm,
            positions: places, rows: tile.count, into: &entries, placed: &placed)
        } else {
          FoldedKernels.residualNorm(
            updating: &entries, change: additions.span, norm: change.norm, positions: places,
            rows: tile.count, placed: &placed)
        }
      }
      question.score(placed.span, entries: tile.count, into: &scores)
      softmax.exponentiate(&scores, rows: tile.count)
      question.add(
        changed.span.extracting(range), entries: tile.count, weights: scores.span, softmax,
        to: &means)
    }
    return question.found(in: means, sums: softmax.sums)
  }

  /// What share each token has in each entry of a tile, `[8 · others, entries]`, from queries that
  /// are ready.
  private func weigh(
    _ change: ImageChange, queriesOf image: PreparedImage, tile: Range<Int>,
    into scores: inout MutableSpan<Float>
  ) -> MatrixLayout {
    let layer = decoder.blocks[0].imageToTokens
    let width = padded(tile.count)
    for head in 0..<layer.heads {
      let first = head * layer.headWidth
      let start = tile.lowerBound * layer.width + first * width
      scores.withSlice(head * width..<scores.count) {
        multiply(
          rows: change.others, columns: width, terms: layer.headWidth,
          change.keys.span.extracting(first..<change.keys.count),
          MatrixLayout(row: layer.width),
          image.queries.span.extracting(start..<start + layer.headWidth * width), bRow: width,
          into: &$0, cRow: layer.heads * width)
      }
    }
    FoldedKernels.tokenSoftmaxColumns(&scores, tokens: change.others, row: width)
    return MatrixLayout(row: 1, column: width)
  }

  /// The same, `[entries, 8 · others up to a multiple of 16]`, from entries with their positions.
  private func weigh(
    _ change: ImageChange, entries: Int, _ placed: Span<Float>,
    into scores: inout MutableSpan<Float>
  ) -> MatrixLayout {
    let columns = change.bias.count
    let channels = decoder.configuration.channels
    multiply(
      rows: entries, columns: columns, terms: channels, placed, MatrixLayout(row: channels),
      change.columns.span, bRow: columns, start: .bias(change.bias), into: &scores,
      cRow: columns)
    FoldedKernels.tokenSoftmax(&scores, pixels: entries, tokens: change.others, row: columns)
    return MatrixLayout(row: columns)
  }
}

extension ImageQuestion {
  /// A softmax over all entries for each token's head, and the sums of the entries weighted with it,
  /// `[8 · tokens, channels]`, before the first tile.
  func beginning(channels: Int) -> (ColumnSoftmax, sums: [Float]) {
    (
      ColumnSoftmax(columns: padded(layer.heads * tokens)),
      [Float](repeating: 0, count: layer.heads * tokens * channels)
    )
  }

  /// The scores of a tile's entries, `[entries, 8 · tokens up to a multiple of 16]`.
  fileprivate func score(
    _ placed: Span<Float>, entries: Int, into scores: inout MutableSpan<Float>
  ) {
    let channels = layer.key.linear.inputs
    let width = padded(layer.heads * tokens)
    multiply(
      rows: entries, columns: width, terms: channels, placed, MatrixLayout(row: channels),
      columns.span, bRow: width, into: &scores, cRow: width)
  }

  /// Adds a tile's entries, `weights` being the latest of `softmax`.
  fileprivate func add(
    _ image: Span<Float>, entries: Int, weights: Span<Float>, _ softmax: ColumnSoftmax,
    to sums: inout [Float]
  ) {
    let rows = layer.heads * tokens
    let channels = layer.key.linear.inputs
    rescale(&sums, softmax)
    var target = sums.mutableSpan
    multiply(
      rows: rows, columns: channels, terms: entries, weights,
      MatrixLayout(row: 1, column: padded(rows)), image, bRow: channels, start: .sum,
      into: &target, cRow: channels)
  }

  /// Makes sums fit the largest scores that `softmax` has seen by now.
  func rescale(_ sums: inout [Float], _ softmax: ColumnSoftmax) {
    let rows = layer.heads * tokens
    let channels = layer.key.linear.inputs
    guard softmax.factors[..<rows].contains(where: { $0 != 1 }) else { return }
    var target = sums.mutableSpan
    RowKernels.scale(
      &target, columns: channels, row: channels, by: softmax.factors.span.extracting(0..<rows))
  }

  /// The answer, `[tokens, channels]`, from sums weighted without their divisors.
  func found(in weighted: [Float], sums: [Float]) -> [Float] {
    let channels = layer.key.linear.inputs
    let reciprocals = sums[..<(layer.heads * tokens)].map { 1 / $0 }
    var means = weighted
    var target = means.mutableSpan
    RowKernels.scale(&target, columns: channels, row: channels, by: reciprocals.span)
    return found(in: means)
  }
}
