import Testing
import Vision

@Suite struct AffinityTrainingTests {
  private static let (rows, columns) = (6, 8)
  private static let channels = [8, 12]

  /// One run of training.json.
  private struct Golden: Decodable {
    var kind: String
    var optimiser: String
    var rate: Float
    var losses: [Float]
  }

  /// An image of Tests/Fixtures/affinity/training.py.
  private static func sample(_ image: Int) -> AffinitySample {
    let maps = channels.enumerated().map { stage, channels in
      let (rows, columns) = (rows >> stage, columns >> stage)
      return FeatureMap(
        rows: rows, columns: columns, channels: channels,
        values: units(rows * columns * channels, seed: UInt64(100 * (stage + 1) + image)).map {
          ($0 * 128).rounded(.down) / 128
        })
    }
    let blocks = units(rows * columns / 4, seed: UInt64(300 + image)).map {
      [0, 0, 1, 2, LabelMap.void][Int($0 * 5)]
    }
    var labels = LabelMap(width: columns, height: rows)
    for y in 0..<rows {
      for x in 0..<columns { labels[x, y] = blocks[y / 2 * (columns / 2) + x / 2] }
    }
    return AffinitySample(maps: maps, labels: labels)
  }

  private static let images = ["one", "two"].compactMap { try? ImageID($0) }

  private static func training(
    _ kind: AffinityKind, _ optimiser: Optimiser = .adamW(), rate: Float = 0.02, epochs: Int = 3
  ) -> AffinityTraining {
    var training = AffinityTraining(
      kind: kind,
      recipe: TrainingRecipe(
        epochs: epochs, batch: 2, optimiser: optimiser, rate: rate, newLayerFactor: 1,
        weightDecay: 0.01),
      widths: [16, 16])
    training.radius = 4
    return training
  }

  private static func parameters(_ kind: AffinityKind) -> ParameterSet {
    let last = kind == .features ? 32 : 1
    let shapes = [
      ("stage0.weight", [16, 8]), ("stage0.bias", [16]), ("stage1.weight", [16, 12]),
      ("stage1.bias", [16]), ("last.weight", [last, 32]), ("last.bias", [last]),
    ]
    var parameters = ParameterSet()
    for (index, (name, shape)) in shapes.enumerated() {
      let values = units(shape.reduce(1, *), seed: UInt64(400 + index)).map { $0 - 0.5 }
      parameters.add(name, Tensor(values, shape: shape))
    }
    return parameters
  }

  @Test("three steps of each network have PyTorch's losses")
  func losses() throws {
    for golden in try AffinityFixtures.decoded("training", as: [Golden].self) {
      let kind = try #require(AffinityKind(rawValue: golden.kind))
      let optimiser = golden.optimiser == "sgd" ? Optimiser.sgd() : .adamW()
      let course = try Self.training(kind, optimiser, rate: golden.rate)
        .course(images: Self.images) { Self.sample($0) }
      var losses: [Float] = []
      let start = TrainingState(Self.parameters(kind), optimiser: optimiser)
      _ = try course.run(from: start, workers: .one) { report, _ in losses.append(report.loss) }
      expectClose(losses, golden.losses, within: 1e-5, "\(golden.kind) by \(golden.optimiser)")
    }
  }

  @Test("threads, and an interruption, change no bit", arguments: AffinityKind.allCases)
  func reproducibility(kind: AffinityKind) throws {
    let course = try Self.training(kind).course(images: Self.images) { Self.sample($0) }
    var states: [TrainingState] = []
    let network = try course.run(from: course.start, workers: .one) { states.append($1) }
    #expect(try course.run(from: course.start, workers: Workers(3)) == network)
    let resumed = try course.state(checkpoint: course.checkpoint(states[1]), named: "epoch 2")
    #expect(try course.run(from: resumed, workers: .one) == network)
    let other = try Self.training(kind, rate: 0.03).course(images: Self.images) { Self.sample($0) }
    #expect(throws: TrainingError.self) {
      try other.state(checkpoint: course.checkpoint(states[1]), named: "epoch 2")
    }
  }

  @Test("a stored network is the same network", arguments: AffinityKind.allCases)
  func storing(kind: AffinityKind) throws {
    let course = try Self.training(kind, epochs: 1).course(images: Self.images) { Self.sample($0) }
    let network = try course.run(from: course.start, workers: .one)
    let stored = network.stored
    #expect(try AffinityNetwork(CheckpointFile(bytes: stored, name: "network")) == network)
    #expect(throws: CheckpointError.self) {
      try AffinityNetwork(CheckpointFile(bytes: Array(stored.dropLast(4)), name: "cut"))
    }
  }

  @Test("a file of something else is no affinity network")
  func foreignFile() throws {
    func error(_ metadata: [(key: String, value: String)], _ tensors: [(String, Tensor)]) -> String
    {
      let bytes = SafetensorsWriter.bytes(
        tensors.map { (name: $0.0, value: $0.1) }, metadata: metadata)
      let error = #expect(throws: (any Error).self) {
        try AffinityNetwork(CheckpointFile(bytes: bytes, name: "other"))
      }
      return error.map { "\($0)" } ?? ""
    }
    let one = ("stage0.mean", Tensor(repeating: 0, shape: [8]))
    let kind = (key: "kind", value: "sepal affinity network")
    #expect(error([("kind", "sepal classifier")], [one]).contains("sepal classifier"))
    #expect(error([kind, ("affinities", "features")], [one]).contains("stage0.scale"))
    #expect(error([kind, ("affinities", "neither")], [one]).contains("other"))
    let whole: [(String, Tensor)] = [
      one, ("stage0.scale", one.1), ("stage0.weight", Tensor(repeating: 0, shape: [3, 8])),
      ("stage0.bias", Tensor(repeating: 0, shape: [3])),
      ("last.weight", Tensor(repeating: 0, shape: [3, 3])),
      ("last.bias", Tensor(repeating: 0, shape: [3])),
    ]
    #expect(error([kind, ("affinities", "features")], whole).contains("3 numbers"))
  }

  /// Two textures that differ in one channel of eight, and on the border between them another channel
  /// that shows it.
  private static func textures(_ index: Int, border: Int) -> (map: FeatureMap, labels: LabelMap) {
    let (rows, columns) = (12, 16)
    var values = units(rows * columns * 8, seed: UInt64(index))
    var labels = LabelMap(width: columns, height: rows)
    for cell in 0..<rows * columns where cell % columns < border {
      values[cell * 8 + 3] += 1.5
      labels.labels[cell] = 1
    }
    for row in 0..<rows { values[(row * columns + border) * 8 + 5] += 1.5 }
    return (FeatureMap(rows: rows, columns: columns, channels: 8, values: values), labels)
  }

  @Test("a trained network tells the sides of a border apart", arguments: AffinityKind.allCases)
  func learning(kind: AffinityKind) throws {
    var training = Self.training(kind, rate: 0.03, epochs: 30)
    training.widths = [16]
    let course = try training.course(images: Self.images) { index in
      let (map, labels) = Self.textures(index, border: 5 + 6 * index)
      return AffinitySample(maps: [map], labels: labels)
    }
    let network = try course.run(from: course.start, workers: .one)
    let (map, truth) = Self.textures(7, border: 8)
    let affinities = network.affinities(of: [map], radius: 2)
    let grid = affinities.grid
    var (same, different) = ([Float](), [Float]())
    grid.forEachRun { index, cells in
      let step = grid.offsets[index].dy * grid.columns + grid.offsets[index].dx
      for cell in cells {
        let value = affinities.values[index * grid.cells + cell]
        if truth.labels[cell] == truth.labels[cell + step] {
          same.append(value)
        } else {
          different.append(value)
        }
      }
    }
    func mean(_ values: [Float]) -> Float { values.reduce(0, +) / Float(values.count) }
    #expect(mean(same) > mean(different) + 0.3)
  }

  @Test("images of which nothing is sure are left out, and a set of nothing else is an error")
  func unsureImages() throws {
    @Sendable func unsure(_ image: Int) -> AffinitySample {
      let maps = Self.sample(image).maps.map(\.map)
      return AffinitySample(
        maps: maps, labels: LabelMap(width: 8, height: 6, filledWith: LabelMap.void))
    }
    let course = try Self.training(.features).course(images: Self.images) {
      $0 == 0 ? unsure($0) : Self.sample($0)
    }
    #expect(course.unsure == [Self.images[0]])
    let error = #expect(throws: AffinityTrainingError.self) {
      try Self.training(.features).course(images: Self.images) { unsure($0) }
    }
    #expect(error == .noSurePixels(images: 2))
    #expect("\(try #require(error))".contains("none of 2 images"))
  }

  @Test("a rate that is far too large stops with the epoch, and the last good state is kept")
  func notFinite() throws {
    let course = try Self.training(.features, .sgd(), rate: 1e30, epochs: 9)
      .course(images: Self.images) { Self.sample($0) }
    var kept: [TrainingState] = []
    let error = #expect(throws: TrainingError.self) {
      _ = try course.run(from: course.start, workers: .one) { kept.append($1) }
    }
    guard case .notFinite(_, let epoch, _, _, _) = try #require(error) else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(epoch == kept.count + 1)
    #expect(kept.last?.parameters.largest.isFinite ?? true)
  }
}
