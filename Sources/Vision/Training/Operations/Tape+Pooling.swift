extension Tape {
  /// The mean over the entries of a map `[rows, columns, channels]`: `[channels]`.
  package mutating func mean(_ map: Variable) -> Variable {
    let (shape, channels) = (map.shape, map.shape[map.shape.count - 1])
    let entries = map.value.count / channels
    let share = 1 / Float(entries)
    return record(
      map.value.sumOfEntries.mapped { $0 * share },
      Dependency(map) { gradient in
        var result = Accumulation(shape: shape, row: channels)
        for entry in 0..<entries {
          result.add(gradient.values.span, times: share, at: entry * channels)
        }
        return result.tensor
      })
  }
}
