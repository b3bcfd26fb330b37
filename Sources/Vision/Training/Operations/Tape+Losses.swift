import Foundation

extension Tape {
  /// The multi-label soft margin loss, `[]`: the mean over classes of the logistic loss of `logits`,
  /// `[classes]`, whose class is there where `targets` is 1 and not where it is 0.
  ///
  /// Source: PyTorch 2.15, `multilabel_soft_margin_loss`.
  package mutating func multiLabelSoftMarginLoss(
    _ logits: Variable, targets: [Float]
  ) -> Variable {
    precondition(
      logits.value.count == targets.count && !targets.isEmpty,
      "Tape.multiLabelSoftMarginLoss: \(logits.shape), \(targets.count) targets")
    let (shape, values) = (logits.shape, logits.value.values.map { Double($0) })
    let sum = zip(values, targets).reduce(0) { sum, pair in
      // −log σ(x) is softplus(−x), and −log(1 − σ(x)) is softplus(x).
      let (x, target) = (pair.0, Double(pair.1))
      return sum + softplus(x) - target * x
    }
    return record(
      Tensor([Float(sum / Double(targets.count))], shape: []),
      Dependency(logits) { gradient in
        let share = Double(gradient.values[0]) / Double(targets.count)
        return Tensor(
          zip(values, targets).map { Float(share * (1 / (1 + exp(-$0)) - Double($1))) },
          shape: shape)
      })
  }
}

/// log(1 + exp x), finite for every finite x.
private func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
