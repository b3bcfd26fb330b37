extension Tape {
  /// The loss of the affinities of `features`, `[rows, columns, channels]`, `channels` being a multiple
  /// of 16, under the labels of the cells: `[]`.
  package mutating func pairLoss(
    features: Variable, labels: [UInt8], radius: Int
  ) -> Variable {
    let (values, grid) = (features.value, PairGrid(features.shape, radius: radius))
    let channels = values.shape[2]
    let affinities = Affinities(features: values.values.span, channels: channels, grid: grid)
    let loss = PairLabels(labels: labels, grid: grid).loss(of: affinities.values)
    return record(
      Tensor([Float(loss.value)], shape: []),
      Dependency(features) { gradient in
        let share = -gradient.values[0] / Float(channels)
        let slopes = zip(loss.slopes, affinities.values).map { share * $0 * $1 }
        return Tensor(
          PairKernels.slopes(
            values.values.span, channels: channels, steps: grid.steps, slopes: slopes),
          shape: values.shape)
      })
  }

  /// The loss of the affinities of `boundaries`, `[rows, columns, 1]`, from 0 to 1, under the labels of
  /// the cells: `[]`. Of equal boundaries on a pair's way the first is the one that is changed.
  package mutating func pairLoss(
    boundaries: Variable, labels: [UInt8], radius: Int
  ) -> Variable {
    let (values, grid) = (boundaries.value, PairGrid(boundaries.shape, radius: radius))
    precondition(values.shape[2] == 1, "Tape.pairLoss: boundaries of \(values.shape)")
    let affinities = Affinities(boundaries: values.values, grid: grid)
    let loss = PairLabels(labels: labels, grid: grid).loss(of: affinities.values)
    return record(
      Tensor([Float(loss.value)], shape: []),
      Dependency(boundaries) { gradient in
        var slopes = [Float](repeating: 0, count: grid.cells)
        grid.forEachRun { index, cells in
          let path = [0] + grid.path(to: grid.offsets[index])
          for cell in cells {
            let slope = loss.slopes[index * grid.cells + cell]
            if slope == 0 { continue }
            var largest = cell
            for step in path where values.values[cell + step] > values.values[largest] {
              largest = cell + step
            }
            slopes[largest] -= gradient.values[0] * slope
          }
        }
        return Tensor(slopes, shape: values.shape)
      })
  }
}

extension PairGrid {
  /// The grid of a map `[rows, columns, channels]`.
  fileprivate init(_ shape: [Int], radius: Int) {
    precondition(shape.count == 3, "PairGrid: a map of \(shape)")
    self.init(rows: shape[0], columns: shape[1], radius: radius)
  }
}
