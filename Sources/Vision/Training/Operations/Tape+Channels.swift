extension Tape {
  /// `bias`, `[channels]`, added to each entry of `x`, `[…, channels]`.
  package mutating func biased(_ x: Variable, _ bias: Variable) -> Variable {
    let channels = bias.value.count
    precondition(
      bias.shape.count == 1 && x.shape.last == channels,
      "Tape.biased: \(x.shape) by \(bias.shape)")
    var sums = x.value.values
    var target = sums.mutableSpan
    for start in stride(from: 0, to: target.count, by: channels) {
      target.withSlice(start..<start + channels) {
        RowKernels.add(bias.value.values.span, to: &$0)
      }
    }
    return record(
      Tensor(sums, shape: x.shape),
      Dependency(x) { $0 },
      Dependency(bias) { $0.sumOfEntries })
  }

  /// Each channel times its number of `scale`, `[channels]`; with `biased`, a batch norm whose
  /// statistics are frozen.
  package mutating func channelsScaled(_ x: Variable, by scale: Variable) -> Variable {
    let channels = scale.value.count
    precondition(
      scale.shape.count == 1 && x.shape.last == channels,
      "Tape.channelsScaled: \(x.shape) by \(scale.shape)")
    let (values, factors) = (x.value, scale.value)
    return record(
      values.timesChannels(factors),
      Dependency(x) { $0.timesChannels(factors) },
      Dependency(scale) { $0.mapped(with: values, *).sumOfEntries })
  }

  /// Maps of one size `[rows, columns, …]`, the channels of each entry one after the other's.
  package mutating func concatenated(_ maps: [Variable]) -> Variable {
    let (rows, columns) = (maps[0].shape[0], maps[0].shape[1])
    precondition(
      maps.allSatisfy { $0.shape.count == 3 && $0.shape[0] == rows && $0.shape[1] == columns },
      "Tape.concatenated: maps of \(maps.map(\.shape))")
    let entries = rows * columns
    let channels = maps.reduce(0) { $0 + $1.shape[2] }
    var result = [Float](repeating: 0, count: entries * channels)
    var target = result.mutableSpan
    var dependencies: [Dependency] = []
    var first = 0
    for map in maps {
      let (shape, own, start) = (map.shape, map.shape[2], first)
      RowCopies.copy(
        map.value.values.span, from: (0, start), rows: entries, columns: own, row: (own, channels),
        into: &target)
      dependencies.append(
        Dependency(map) { gradient in
          var share = [Float](repeating: 0, count: entries * own)
          var target = share.mutableSpan
          RowCopies.copy(
            gradient.values.span, from: (start, 0), rows: entries, columns: own,
            row: (channels, own), into: &target)
          return Tensor(share, shape: shape)
        })
      first += own
    }
    return record(Tensor(result, shape: [rows, columns, channels]), dependencies)
  }
}

extension Tensor {
  /// The sum of all entries of a map `[…, channels]`: `[channels]`.
  var sumOfEntries: Tensor {
    let channels = shape.last ?? 1
    var sums = Accumulation(shape: [channels], row: channels)
    for start in stride(from: 0, to: count, by: channels) {
      sums.add(values.span.extracting(start..<start + channels), at: 0)
    }
    return sums.tensor
  }

  /// Each entry of a map `[…, channels]` times `factors`, number by number.
  fileprivate func timesChannels(_ factors: Tensor) -> Tensor {
    var sums = Accumulation(shape: shape, row: factors.count)
    for entry in 0..<count / max(1, factors.count) {
      sums.add(self, entry, times: factors, 0, to: entry)
    }
    return sums.tensor
  }
}
