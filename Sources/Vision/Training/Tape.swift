/// A computation that remembers how its result came about, so that the gradient of one number with
/// respect to all that it depends on can be had by going back through it.
///
/// A tape is for one image: maps are `[rows, columns, channels]` with the channels of each entry
/// together. Images of a batch have tapes of their own, at the same time, and their gradients are
/// added in the order of the images. Everything on a tape is computed on one thread.
///
/// Only what depends on a parameter or on `watched` is recorded: with constants alone, a tape is a
/// plain computation that keeps nothing.
///
/// ```swift
/// var tape = Tape(parameters)
/// let logits = tape.product(
///   tape.mean(tape.constant(features)), tape.parameter("head.weight"))
/// let loss = tape.multiLabelSoftMarginLoss(logits, targets: targets)
/// let gradients = tape.gradients(of: loss).parameters
/// ```
package struct Tape: Sendable {
  /// Something that was computed.
  package struct Variable: Sendable {
    package let value: Tensor
    /// Where it is on the tape; nil for what depends on nothing that has a gradient.
    fileprivate let node: Int?

    package var shape: [Int] { value.shape }
  }

  /// What a result depends on, and the gradient with respect to that, of the dependency's shape, made
  /// of the gradient with respect to the result.
  package struct Dependency: Sendable {
    fileprivate let variable: Variable
    fileprivate let pullBack: @Sendable (_ gradient: Tensor) -> Tensor

    package init(
      _ variable: Variable, pullBack: @escaping @Sendable (_ gradient: Tensor) -> Tensor
    ) {
      (self.variable, self.pullBack) = (variable, pullBack)
    }
  }

  private struct Node: Sendable {
    let shape: [Int]
    let dependencies: [(node: Int, pullBack: @Sendable (Tensor) -> Tensor)]
  }

  package let parameters: ParameterSet
  private var nodes: [Node] = []
  /// The node of each parameter that was asked for.
  private var parameterNodes: [String: Int] = [:]

  package init(_ parameters: ParameterSet = ParameterSet()) { self.parameters = parameters }

  // MARK: - What computations begin with

  /// A value without a gradient.
  package func constant(_ value: Tensor) -> Variable { Variable(value: value, node: nil) }

  /// A value whose gradient `Gradients` has.
  package mutating func watched(_ value: Tensor) -> Variable { append(value, []) }

  /// The parameter called `name`, which must be there.
  package mutating func parameter(_ name: String) -> Variable {
    let value = parameters[name]
    if let node = parameterNodes[name] { return Variable(value: value, node: node) }
    let variable = append(value, [])
    parameterNodes[name] = variable.node
    return variable
  }

  /// Records `value`, which was computed from `dependencies`. Every operation does this, and so can
  /// code that has one of its own.
  package mutating func record(_ value: Tensor, _ dependencies: Dependency...) -> Variable {
    record(value, dependencies)
  }

  /// As above, for as many dependencies as a list holds.
  package mutating func record(_ value: Tensor, _ dependencies: [Dependency]) -> Variable {
    let tracked = dependencies.compactMap { dependency in
      dependency.variable.node.map { (node: $0, pullBack: dependency.pullBack) }
    }
    return tracked.isEmpty ? constant(value) : append(value, tracked)
  }

  private mutating func append(
    _ value: Tensor, _ dependencies: [(node: Int, pullBack: @Sendable (Tensor) -> Tensor)]
  ) -> Variable {
    nodes.append(Node(shape: value.shape, dependencies: dependencies))
    return Variable(value: value, node: nodes.count - 1)
  }
}

extension Tape {
  /// The gradients of one number.
  package struct Gradients: Sendable {
    /// With respect to each parameter of the tape, zero for those that it does not depend on.
    package let parameters: ParameterSet
    fileprivate let leaves: [Int: Tensor]

    /// With respect to a value that was `watched`; nil where the number does not depend on it.
    package subscript(variable: Variable) -> Tensor? { variable.node.flatMap { leaves[$0] } }
  }

  /// The gradients of `result`, which is a single number, summed in an order that is always the same.
  package func gradients(of result: Variable) -> Gradients {
    precondition(result.value.count == 1, "Tape.gradients: of a result of \(result.shape)")
    var gradients = [Tensor?](repeating: nil, count: nodes.count)
    var leaves: [Int: Tensor] = [:]
    if let last = result.node {
      gradients[last] = Tensor(repeating: 1, shape: result.shape)
      for index in (0...last).reversed() {
        guard let gradient = gradients[index] else { continue }
        if nodes[index].dependencies.isEmpty { leaves[index] = gradient }
        for (node, pullBack) in nodes[index].dependencies {
          let share = pullBack(gradient)
          precondition(
            share.shape == nodes[node].shape,
            "Tape.gradients: \(share.shape) for a value of \(nodes[node].shape)")
          add(share, to: &gradients[node])
        }
        gradients[index] = nil
      }
    }
    var sums = ParameterSet()
    for entry in parameters.entries {
      let gradient = parameterNodes[entry.name].flatMap { leaves[$0] }
      sums.add(entry.name, gradient ?? Tensor(shape: entry.value.shape))
    }
    return Gradients(parameters: sums, leaves: leaves)
  }

  private func add(_ share: Tensor, to sum: inout Tensor?) {
    guard var values = sum?.values else {
      sum = share
      return
    }
    sum = nil
    var target = values.mutableSpan
    RowKernels.add(share.values.span, to: &target)
    sum = Tensor(values, shape: share.shape)
  }
}
