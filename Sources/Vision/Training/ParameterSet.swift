/// Tensors by name, in the order in which they were added: what a network has learnt, or as many
/// gradients, or as many of an optimiser's moments.
package struct ParameterSet: Sendable, Hashable {
  package struct Entry: Sendable, Hashable {
    package let name: String
    package internal(set) var value: Tensor
  }

  package private(set) var entries: [Entry] = []

  package init() {}

  package var names: [String] { entries.map(\.name) }

  /// How many numbers there are.
  package var count: Int { entries.reduce(0) { $0 + $1.value.count } }

  /// Adds a tensor under a name that is not there yet.
  package mutating func add(_ name: String, _ value: Tensor) {
    precondition(!contains(name), "ParameterSet: two tensors called \(name)")
    entries.append(Entry(name: name, value: value))
  }

  package func contains(_ name: String) -> Bool { index(of: name) != nil }

  /// The tensor called `name`, which must be there.
  package subscript(name: String) -> Tensor {
    guard let index = index(of: name) else {
      preconditionFailure("ParameterSet: no tensor \(name) among \(names)")
    }
    return entries[index].value
  }

  /// Where `name` is in the order.
  func index(of name: String) -> Int? { entries.firstIndex { $0.name == name } }

  /// As many tensors of the same names and shapes, all zero.
  package var zeros: ParameterSet {
    var zeros = self
    for index in entries.indices {
      zeros.entries[index].value = Tensor(shape: entries[index].value.shape)
    }
    return zeros
  }

  /// Whether `other` has the same names and shapes in the same order.
  package func isAligned(with other: ParameterSet) -> Bool {
    entries.elementsEqual(other.entries) {
      $0.name == $1.name && $0.value.shape == $1.value.shape
    }
  }

  /// Calls `body` with the index and the numbers of each tensor.
  mutating func update(_ body: (_ index: Int, _ values: inout MutableSpan<Float>) -> Void) {
    for index in entries.indices {
      var values = entries[index].value.values.mutableSpan
      body(index, &values)
    }
  }

  /// Adds `factor` times the tensors of `other`, which is aligned with this.
  package mutating func add(_ other: ParameterSet, times factor: Float = 1) {
    precondition(isAligned(with: other), "ParameterSet.add: \(names) and \(other.names)")
    update { index, values in
      let source = other.entries[index].value.values
      RowKernels.add(source.span, times: factor, to: &values)
    }
  }

  /// The largest magnitude; NaN where there is one.
  package var largest: Float {
    entries.reduce(0) { largest, entry in
      entry.value.values.reduce(largest) { $1.isNaN || $0.isNaN ? .nan : max($0, abs($1)) }
    }
  }
}
