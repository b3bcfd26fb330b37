/// The last two stages of EfficientNet-Lite0 and the 1×1 convolution after them, on a tape: what a
/// classifier may train. Batch norms are folded into the convolutions and stay frozen.
package struct EfficientNetTail: Sendable, Hashable {
  package let stride: OutputStride

  package init(stride: OutputStride) { self.stride = stride }

  private struct Block {
    let name: String
    let inputs: Int
    let hidden: Int
    let outputs: Int
    let kernel: Int
  }

  private static let firstStage = EfficientNetLite0.lastHalving
  package static let headChannels = EfficientNetLite0.headChannels

  /// Channels of the map that the tail begins with.
  static let inputs = EfficientNetLite0.sizes[firstStage - 1].channels

  private static let blocks: [Block] = {
    var blocks: [Block] = []
    var index = EfficientNetLite0.sizes[..<firstStage].reduce(0) { $0 + $1.blocks }
    var inputs = Self.inputs
    for sizes in EfficientNetLite0.sizes[firstStage...] {
      for _ in 0..<sizes.blocks {
        blocks.append(
          Block(
            name: "_blocks.\(index)", inputs: inputs, hidden: inputs * sizes.expansion,
            outputs: sizes.channels, kernel: sizes.kernel))
        (index, inputs) = (index + 1, sizes.channels)
      }
    }
    return blocks
  }()

  /// Reads the weights as convolutions with biases, under the names that the file has for them.
  ///
  /// Throws: `CheckpointError` for a weight that is missing or of another shape.
  static func parameters(_ weights: WeightScope) throws(CheckpointError) -> ParameterSet {
    var set = ParameterSet()
    for block in blocks {
      let scope = weights.child(block.name)
      set.add(
        "\(block.name)._expand_conv",
        try FoldedConvolution(
          outputs: block.hidden, inputs: block.inputs, kernel: 1,
          efficientNet: ("_expand_conv", "_bn0"), scope),
        shape: [block.hidden, block.inputs])
      let depthwise = try FoldedConvolution(
        outputs: block.hidden, inputs: 1, kernel: block.kernel,
        efficientNet: ("_depthwise_conv", "_bn1"), scope)
      set.add(
        "\(block.name)._depthwise_conv", depthwise,
        shape: [block.hidden, block.kernel * block.kernel])
      set.add(
        "\(block.name)._project_conv",
        try FoldedConvolution(
          outputs: block.outputs, inputs: block.hidden, kernel: 1,
          efficientNet: ("_project_conv", "_bn2"), scope),
        shape: [block.outputs, block.hidden])
    }
    set.add(
      "_conv_head",
      try FoldedConvolution(
        outputs: headChannels, inputs: blocks[blocks.count - 1].outputs, kernel: 1,
        efficientNet: ("_conv_head", "_bn1"), weights),
      shape: [headChannels, blocks[blocks.count - 1].outputs])
    return set
  }

  /// Names of the parameters from the last `count` blocks on, the convolution after them included.
  package static func names(lastBlocks count: Int) -> [String] {
    let blocks = Self.blocks.suffix(count).flatMap { block in
      ["_expand_conv", "_depthwise_conv", "_project_conv"].map { "\(block.name).\($0)" }
    }
    return (blocks + ["_conv_head"]).flatMap { ["\($0).weight", "\($0).bias"] }
  }

  /// What the tail makes of a map `[rows, columns, 112]`: `[rows, columns, 1280]`, rows and columns
  /// as `stride` has them.
  package func callAsFunction(_ map: Tape.Variable, _ tape: inout Tape, _ weights: TapeWeights)
    -> Tape.Variable
  {
    head(features(map, &tape, weights), &tape, weights)
  }

  /// The last stage's map, 320 channels.
  package func features(_ map: Tape.Variable, _ tape: inout Tape, _ weights: TapeWeights)
    -> Tape.Variable
  {
    var map = map
    for (index, block) in Self.blocks.enumerated() {
      map = self.block(block, isFirst: index == 0, map, &tape, weights)
    }
    return map
  }

  /// The convolution after the last stage, 1280 channels.
  func head(_ map: Tape.Variable, _ tape: inout Tape, _ weights: TapeWeights) -> Tape.Variable {
    let y = tape.product(map, weights("_conv_head.weight", &tape))
    return tape.relu6(tape.biased(y, weights("_conv_head.bias", &tape)))
  }

  private func window(of block: Block, isFirst: Bool) -> ConvolutionWindow {
    let window = ConvolutionWindow(
      kernel: block.kernel, stride: isFirst ? 2 : 1, border: .same)
    return isFirst ? stride.window(ofLast: window) : stride.window(afterLast: window)
  }

  private func block(
    _ block: Block, isFirst: Bool, _ map: Tape.Variable, _ tape: inout Tape,
    _ weights: TapeWeights
  ) -> Tape.Variable {
    func biased(_ x: Tape.Variable, _ name: String, _ tape: inout Tape) -> Tape.Variable {
      tape.biased(x, weights("\(block.name).\(name).bias", &tape))
    }
    func weight(_ name: String, _ tape: inout Tape) -> Tape.Variable {
      weights("\(block.name).\(name).weight", &tape)
    }
    var y = tape.product(map, weight("_expand_conv", &tape))
    y = tape.relu6(biased(y, "_expand_conv", &tape))
    let taps = tape.transposed(weight("_depthwise_conv", &tape))
    y = tape.depthwise(y, taps, window(of: block, isFirst: isFirst))
    y = tape.relu6(biased(y, "_depthwise_conv", &tape))
    y = biased(tape.product(y, weight("_project_conv", &tape)), "_project_conv", &tape)
    return !isFirst && block.inputs == block.outputs ? tape.sum(y, map) : y
  }
}

/// Where a network on a tape finds its weights: what is trained is a parameter of the tape, all else a
/// constant.
package struct TapeWeights: Sendable {
  package let frozen: ParameterSet

  package init(frozen: ParameterSet) { self.frozen = frozen }

  package func callAsFunction(_ name: String, _ tape: inout Tape) -> Tape.Variable {
    tape.parameters.contains(name) ? tape.parameter(name) : tape.constant(frozen[name])
  }
}

extension ParameterSet {
  /// Adds the weight, as `shape`, and the bias of a convolution.
  fileprivate mutating func add(
    _ name: String, _ convolution: FoldedConvolution, shape: [Int]
  ) {
    add("\(name).weight", Tensor(convolution.weight, shape: shape))
    add("\(name).bias", Tensor(convolution.bias, shape: [convolution.bias.count]))
  }
}
