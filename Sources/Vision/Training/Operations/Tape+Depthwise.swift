extension Tape {
  /// Each channel of a map `[rows, columns, channels]` convolved with itself. `weight` is
  /// `[kernel · kernel, channels]`: a row for each tap, taps row by row.
  package mutating func depthwise(
    _ map: Variable, _ weight: Variable, _ window: ConvolutionWindow
  ) -> Variable {
    let (rows, columns, channels) = (map.shape[0], map.shape[1], map.shape[2])
    precondition(
      weight.shape == [window.taps, channels],
      "Tape.depthwise: a weight of \(weight.shape) for a map of \(map.shape), \(window)")
    let (x, w) = (map.value, weight.value)
    let shape = window.shape(for: map.shape, channels: channels)
    var sums = Accumulation(shape: shape, row: channels)
    window.forEachTap(rows: rows, columns: columns) { target, tap, source in
      sums.add(x, source, times: w, tap, to: target)
    }
    return record(
      sums.tensor,
      Dependency(map) { gradient in
        var sums = Accumulation(shape: x.shape, row: channels)
        window.forEachTap(rows: rows, columns: columns) { target, tap, source in
          sums.add(gradient, target, times: w, tap, to: source)
        }
        return sums.tensor
      },
      Dependency(weight) { gradient in
        var sums = Accumulation(shape: w.shape, row: channels)
        window.forEachTap(rows: rows, columns: columns) { target, tap, source in
          sums.add(gradient, target, times: x, source, to: tap)
        }
        return sums.tensor
      })
  }
}
