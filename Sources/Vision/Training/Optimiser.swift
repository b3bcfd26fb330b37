/// How parameters follow their gradients.
///
/// Source: PyTorch 2.15, `torch.optim.SGD` (no dampening, no Nesterov) and `torch.optim.AdamW`.
public enum Optimiser: Sendable, Hashable {
  /// Stochastic gradient descent; weight decay is part of the gradient.
  case sgd(momentum: Float = 0.9)
  /// Adam with decoupled weight decay.
  case adamW(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8)

  /// How many numbers it keeps for each parameter.
  var moments: Int {
    switch self {
    case .sgd: 1
    case .adamW: 2
    }
  }
}

/// What a training has learnt and what it takes to go on: the same whether it went on at once or was
/// stored in between.
package struct TrainingState: Sendable, Hashable {
  package internal(set) var parameters: ParameterSet
  /// What the optimiser keeps, each aligned with the parameters.
  package internal(set) var moments: [ParameterSet]
  /// Epochs that are over.
  package internal(set) var epochs = 0
  /// Updates of the parameters so far.
  package internal(set) var steps = 0

  /// The start.
  package init(_ parameters: ParameterSet, optimiser: Optimiser) {
    self.parameters = parameters
    moments = [ParameterSet](repeating: parameters.zeros, count: optimiser.moments)
  }

  /// One update. Parameter `i` learns at `rates[i]`.
  package mutating func update(
    by optimiser: Optimiser, gradients: ParameterSet, rates: [Float], weightDecay: Float
  ) {
    precondition(
      gradients.isAligned(with: parameters) && rates.count == parameters.entries.count,
      "TrainingState.update: \(gradients.names), \(rates.count) rates")
    steps += 1
    switch optimiser {
    case .sgd(let momentum): descend(gradients, rates, momentum, weightDecay)
    case .adamW(let beta1, let beta2, let epsilon):
      adapt(gradients, rates, (beta1, beta2), epsilon, weightDecay)
    }
  }

  private mutating func descend(
    _ gradients: ParameterSet, _ rates: [Float], _ momentum: Float, _ weightDecay: Float
  ) {
    let before = parameters
    moments[0].update { index, velocity in
      let gradient = gradients.entries[index].value.values
      let value = before.entries[index].value.values
      let (slope, weight) = (gradient.span, value.span)
      for place in 0..<velocity.count {
        velocity[place] =
          momentum * velocity[place] + (slope[place] + weightDecay * weight[place])
      }
    }
    let velocities = moments[0]
    parameters.update { index, value in
      let velocity = velocities.entries[index].value.values
      RowKernels.add(velocity.span, times: -rates[index], to: &value)
    }
  }

  private mutating func adapt(
    _ gradients: ParameterSet, _ rates: [Float], _ beta: (Float, Float), _ epsilon: Float,
    _ weightDecay: Float
  ) {
    for (moment, share) in [beta.0, beta.1].enumerated() {
      moments[moment].update { index, mean in
        let gradient = gradients.entries[index].value.values
        let slope = gradient.span
        for place in 0..<mean.count {
          let term = moment == 0 ? slope[place] : slope[place] * slope[place]
          mean[place] = share * mean[place] + (1 - share) * term
        }
      }
    }
    let (first, second) = (moments[0], moments[1])
    // Both means begin at zero; dividing by what of the weights has come in yet makes up for it.
    let arrived = [beta.0, beta.1].map { 1 - power(Double($0), steps) }
    let root = Float(arrived[1].squareRoot())
    parameters.update { index, value in
      let (mean, square) = (first.entries[index].value.values, second.entries[index].value.values)
      let (slope, size) = (mean.span, square.span)
      let (shrink, rate) = (1 - rates[index] * weightDecay, rates[index] / Float(arrived[0]))
      for place in 0..<value.count {
        let deviation = size[place].squareRoot() / root + epsilon
        value[place] = value[place] * shrink - rate * slope[place] / deviation
      }
    }
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, factor, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }
}
