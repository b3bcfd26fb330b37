extension Tape {
  /// A map `[rows, columns, channels]` at another size, by linear interpolation between the centres of
  /// the entries: PyTorch's `interpolate` with `bilinear` and `align_corners=False`.
  package mutating func resized(_ map: Variable, rows: Int, columns: Int) -> Variable {
    let shape = map.shape
    let vertical = LinearTaps(from: shape[0], to: rows)
    let horizontal = LinearTaps(from: shape[1], to: columns)
    let channels = shape[2]
    return record(
      map.value.resized(rows: rows, columns: columns),
      Dependency(map) { gradient in
        gradient.scattered(horizontal, entry: channels, [rows, shape[1], channels])
          .scattered(vertical, entry: shape[1] * channels, shape)
      })
  }
}

/// The two entries of one axis that each sample lies between, and how near it is to the second.
private struct LinearTaps: Sendable {
  let inputs: Int
  let samples: [(first: Int, second: Int, weight: Float)]

  init(from inputs: Int, to outputs: Int) {
    self.inputs = inputs
    let scale = Double(inputs) / Double(outputs)
    samples = (0..<outputs).map { output in
      let centre = max(0, (Double(output) + 0.5) * scale - 0.5)
      let first = min(inputs - 1, Int(centre))
      return (first, min(inputs - 1, first + 1), Float(centre - Double(first)))
    }
  }
}

extension Tensor {
  /// A map `[rows, columns, channels]` at another size; what `Tape.resized` computes.
  func resized(rows: Int, columns: Int) -> Tensor {
    precondition(
      shape.count == 3 && rows > 0 && columns > 0,
      "Tensor.resized: \(shape) to \(rows)×\(columns)")
    let channels = shape[2]
    return gathered(
      LinearTaps(from: shape[0], to: rows), entry: shape[1] * channels,
      [rows, shape[1], channels]
    )
    .gathered(
      LinearTaps(from: shape[1], to: columns), entry: channels, [rows, columns, channels])
  }

  /// This with one axis sampled: blocks of as many items of `entry` numbers as the axis is long become
  /// blocks of its samples.
  fileprivate func gathered(_ taps: LinearTaps, entry: Int, _ shape: [Int]) -> Tensor {
    var sums = Accumulation(shape: shape, row: entry)
    for block in 0..<count / (taps.inputs * entry) {
      for (index, sample) in taps.samples.enumerated() {
        let target = (block * taps.samples.count + index) * entry
        for (source, weight) in [
          (sample.first, 1 - sample.weight), (sample.second, sample.weight),
        ] {
          let start = (block * taps.inputs + source) * entry
          sums.add(values.span.extracting(start..<start + entry), times: weight, at: target)
        }
      }
    }
    return sums.tensor
  }

  /// The gradient of `gathered`, made of that of its result.
  fileprivate func scattered(_ taps: LinearTaps, entry: Int, _ shape: [Int]) -> Tensor {
    var sums = Accumulation(shape: shape, row: entry)
    for block in 0..<count / (taps.samples.count * entry) {
      for (index, sample) in taps.samples.enumerated() {
        let start = (block * taps.samples.count + index) * entry
        for (source, weight) in [
          (sample.first, 1 - sample.weight), (sample.second, sample.weight),
        ] {
          sums.add(
            values.span.extracting(start..<start + entry), times: weight,
            at: (block * taps.inputs + source) * entry)
        }
      }
    }
    return sums.tensor
  }
}
