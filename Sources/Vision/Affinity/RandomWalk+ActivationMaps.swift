extension RandomWalk {
  /// `maps` after a walk over `affinities`, on their grid, again from 0 to 1.
  ///
  /// With a map for background, a class's value is its share of what it and background have: above
  /// 0.5 where it exceeds background. PSA interpolates scores before it compares them; here it is
  /// the shares that are interpolated later. Without one, values are divided by the largest of all
  /// classes, and cells on a boundary begin with less, as IRN has it.
  public func callAsFunction(
    _ maps: ActivationMaps, over affinities: Affinities, workers: Workers = .one
  ) -> ActivationMaps {
    let grid = affinities.grid
    let cells = grid.cells
    var start = averaged(maps, rows: grid.rows, columns: grid.columns)
    if let boundaries = affinities.boundaries {
      for index in start.indices { start[index] *= 1 - boundaries[index % cells] }
    }
    let walked = walk(start, over: affinities, workers: workers)
    let values =
      backgroundPower == nil
      ? Self.dividedByLargest(walked)
      : Self.shares(of: walked[..<(maps.classes.count * cells)], background: walked.suffix(cells))
    return ActivationMaps(
      width: maps.width, height: maps.height, classes: maps.classes, columns: grid.columns,
      rows: grid.rows, values: values)
  }

  /// The classes' maps and, last, that of background, averaged over the cells of a coarser grid.
  private func averaged(_ maps: ActivationMaps, rows: Int, columns: Int) -> [Float] {
    var values = maps.values
    if let backgroundPower {
      let entries = maps.rows * maps.columns
      values += (0..<entries).map { entry in
        let largest = maps.classes.indices.reduce(Float(0)) {
          max($0, maps.values[$1 * entries + entry])
        }
        return power(1 - largest, backgroundPower)
      }
    }
    let down = AveragingWeights(from: maps.rows, to: rows)
    let across = AveragingWeights(from: maps.columns, to: columns)
    return down.averageRows(
      of: across.averageColumns(of: values, length: maps.columns), length: columns)
  }

  private static func dividedByLargest(_ values: [Float]) -> [Float] {
    let largest = values.max() ?? 0
    return largest > 0 ? values.map { $0 / largest } : values
  }

  private static func shares(
    of values: ArraySlice<Float>, background: ArraySlice<Float>
  ) -> [Float] {
    let background = Array(background)
    return values.enumerated().map { index, value in
      let sum = value + background[index % background.count]
      return sum > 0 ? value / sum : 0
    }
  }
}
