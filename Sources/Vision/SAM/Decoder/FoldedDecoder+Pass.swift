/// A change of the image by a prompt's tokens, and the question that they ask of the changed image.
struct ImageRound {
  let change: ImageChange
  let question: ImageQuestion
  /// Over all entries, for each token's head; and the sums of the entries weighted with it,
  /// `[8 · tokens, channels]`.
  var softmax: ColumnSoftmax
  var sums: [Float]

  init(change: ImageChange, question: ImageQuestion) {
    (self.change, self.question) = (change, question)
    softmax = ColumnSoftmax(columns: question.columnCount)
    sums = [Float](repeating: 0, count: question.rowCount * question.channels)
  }

  /// Makes the sums fit the largest scores that the softmax has seen by now.
  mutating func rescale() {
    let rows = question.rowCount
    guard softmax.factors[..<rows].contains(where: { $0 != 1 }) else { return }
    let factors = Array(softmax.factors[..<rows])
    let channels = question.channels
    var target = sums.mutableSpan
    RowKernels.scale(&target, columns: channels, row: channels, by: factors.span)
  }

  /// The question's answer, `[tokens, channels]`, when every tile has been seen.
  var answer: [Float] {
    var means = sums
    let reciprocals = softmax.sums[..<question.rowCount].map { 1 / $0 }
    var target = means.mutableSpan
    RowKernels.scale(
      &target, columns: question.channels, row: question.channels, by: reciprocals.span)
    return question.found(in: means)
  }
}

extension FoldedDecoder {
  /// Changes every entry of each prompt's image and answers the prompts' questions about it, a tile
  /// at a time.
  ///
  /// - Parameters:
  ///   - prepared: the image of the first pass, nil in later ones.
  ///   - images: for each round `[entries, channels]`, the image of later passes; becomes the
  ///     changed one.
  func exactPass(
    from prepared: PreparedImage?, changing images: inout [[Float]],
    by rounds: inout [ImageRound]
  ) {
    let channels = decoder.configuration.channels
    let tile = padded(PreparedImage.tile)
    let columns = rounds.map { max($0.change.columnCount, $0.question.columnCount) }.max() ?? 0
    var scoreValues = [Float](repeating: 0, count: tile * columns)
    var additionValues = [Float](repeating: 0, count: tile * channels)
    var placedValues = [Float](repeating: 0, count: tile * channels)
    var scores = scoreValues.mutableSpan
    var additions = additionValues.mutableSpan
    var placed = placedValues.mutableSpan
    for tile in PreparedImage.tiles(of: grid * grid) {
      let range = tile.lowerBound * channels..<tile.upperBound * channels
      let places = positions.span.extracting(range)
      for index in rounds.indices {
        let change = rounds[index].change
        let question = rounds[index].question
        var image = images[index].mutableSpan
        let layout: MatrixLayout
        if let prepared {
          layout = weigh(change, queriesOf: prepared, tile: tile, into: &scores)
        } else {
          placed.withSlice(0..<range.count) {
            RowKernels.add(image.span.extracting(range), places, into: &$0)
          }
          layout = weigh(change, entries: tile.count, placed.span, into: &scores)
        }
        multiply(
          rows: tile.count, columns: channels, terms: change.rowCount, scores.span, layout,
          change.additions.span, bRow: channels, start: .bias(change.base), into: &additions,
          cRow: channels)
        image.withSlice(range) { entries in
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
        multiply(
          rows: tile.count, columns: question.columnCount, terms: channels, placed.span,
          MatrixLayout(row: channels), question.columns.span, bRow: question.columnCount,
          into: &scores, cRow: question.columnCount)
        rounds[index].softmax.exponentiate(&scores, rows: tile.count)
        rounds[index].rescale()
        var sums = rounds[index].sums.mutableSpan
        multiply(
          rows: question.rowCount, columns: channels, terms: tile.count, scores.span,
          MatrixLayout(row: 1, column: question.columnCount), image.span.extracting(range),
          bRow: channels, start: .sum, into: &sums, cRow: channels)
      }
    }
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
    let columns = change.columnCount
    let channels = decoder.configuration.channels
    multiply(
      rows: entries, columns: columns, terms: channels, placed, MatrixLayout(row: channels),
      change.columns.span, bRow: columns, start: .bias(change.bias), into: &scores,
      cRow: columns)
    FoldedKernels.tokenSoftmax(&scores, pixels: entries, tokens: change.others, row: columns)
    return MatrixLayout(row: columns)
  }
}
