/// How much of each input an output covers where the same length is divided into another number of
/// cells: averaging by area.
struct AveragingWeights {
  private let inputs: Int
  /// By output: the inputs it covers, and their shares, which add up to 1.
  private let covers: [(first: Int, shares: [Float])]

  init(from inputs: Int, to outputs: Int) {
    self.inputs = inputs
    covers = (0..<outputs).map { output in
      // In units of 1 / outputs of an input, which makes every border a whole number.
      let (start, end) = (output * inputs, (output + 1) * inputs)
      let first = start / outputs
      let last = (end + outputs - 1) / outputs
      let shares = (first..<last).map { input in
        Float(min(end, (input + 1) * outputs) - max(start, input * outputs)) / Float(inputs)
      }
      return (first, shares)
    }
  }

  /// Rows of `length` inputs as rows of outputs.
  func averageColumns(of values: [Float], length: Int) -> [Float] {
    precondition(
      length == inputs && values.count.isMultiple(of: length),
      "AveragingWeights: \(values.count) values in rows of \(length), not \(inputs)")
    var result: [Float] = []
    result.reserveCapacity(values.count / length * covers.count)
    for row in stride(from: 0, to: values.count, by: length) {
      for (first, shares) in covers {
        var sum: Float = 0
        for (index, share) in shares.enumerated() { sum += share * values[row + first + index] }
        result.append(sum)
      }
    }
    return result
  }

  /// Maps of `inputs` rows of `length` values as maps of as many rows as there are outputs.
  func averageRows(of values: [Float], length: Int) -> [Float] {
    let map = inputs * length
    precondition(
      values.count.isMultiple(of: map), "AveragingWeights: \(values.count) in maps of \(map)")
    var result: [Float] = []
    result.reserveCapacity(values.count / inputs * covers.count)
    for start in stride(from: 0, to: values.count, by: map) {
      for (first, shares) in covers {
        for column in 0..<length {
          var sum: Float = 0
          for (index, share) in shares.enumerated() {
            sum += share * values[start + (first + index) * length + column]
          }
          result.append(sum)
        }
      }
    }
    return result
  }
}
