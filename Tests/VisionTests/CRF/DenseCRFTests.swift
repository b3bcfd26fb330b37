import Testing
import Vision

@Suite("Dense CRF")
struct DenseCRFTests {
  private struct Golden: Decodable {
    var size: [Int]
    var labels: Int
    var iterations: Int
    var gaussian: [Float]?
    var bilateral: [Float]?
    var stride: Int
    var probabilities: [Float]

    var parameters: CRFParameters {
      CRFParameters(
        name: "golden", iterations: iterations,
        gaussian: gaussian.map { .init(sxy: $0[0], weight: $0[1]) },
        bilateral: bilateral.map { .init(sxy: $0[0], srgb: $0[1], weight: $0[2]) },
        unary: .scores(backgroundExponent: 1))
    }
  }

  private struct GoldenLabels: Decodable {
    var image: String
    var pixels: [String: Int]
  }

  @Test("probabilities are pydensecrf's, whatever the number of labels and the kernels")
  func agreesWithPyDenseCRF() throws {
    for golden in try CRFFixtures.json("dense_crf.json", as: [Golden].self) {
      let (width, height) = (golden.size[0], golden.size[1])
      let found = try DenseCRF(golden.parameters).probabilities(
        unary: CRFFixtures.unary(width: width, height: height, labels: golden.labels),
        image: CRFFixtures.picture(width: width, height: height))
      #expect(found.shape == [golden.labels, height, width])
      let sample = stride(from: 0, to: found.count, by: golden.stride).map { found.values[$0] }
      try #require(sample.count == golden.probabilities.count)
      let worst = zip(sample, golden.probabilities).map { abs($0 - $1) }.max() ?? .infinity
      // Where a pixel is undecided, an iteration makes a difference up to three times as large.
      #expect(
        worst <= (golden.iterations <= 5 ? 5e-5 : 2e-3),
        "\(golden.size), \(golden.labels) labels, \(golden.iterations) iterations")
    }
  }

  @Test(
    "IRN's CRF turns VOC's pseudo labels into pydensecrf's labels",
    .enabled(if: DatasetFixtures.hasVOC, "\(DatasetFixtures.whyNoVOC)"))
  func refinesPseudoLabels() throws {
    let pseudo = try LabelFolder(path: DatasetFixtures.voc + "/../transcam")
    for golden in try CRFFixtures.json("voc.json", as: [GoldenLabels].self) {
      let path = "\(DatasetFixtures.voc)/JPEGImages/\(golden.image).jpg"
      let refined = try DenseCRF(.irn).labels(
        refining: pseudo.labels(for: ImageID(golden.image)), image: ImageFile.read(path: path).image
      )
      let counts = refined.histogram
      for (label, pixels) in golden.pixels {
        let found = counts[try #require(Int(label))]
        #expect(abs(found - pixels) <= refined.labels.count / 1000, "\(golden.image), \(label)")
      }
      #expect(golden.pixels.values.reduce(0, +) == refined.labels.count)
    }
  }

  @Test("results have the same bits on any number of threads")
  func doesNotDependOnThreads() throws {
    let (image, unary) = (
      CRFFixtures.picture(width: 90, height: 61),
      CRFFixtures.unary(width: 90, height: 61, labels: 3)
    )
    let one = try DenseCRF(.seam).probabilities(unary: unary, image: image)
    for threads in [2, 3, 7] {
      let many = try DenseCRF(.seam).probabilities(
        unary: unary, image: image, workers: Workers(threads))
      #expect(many == one, "\(threads) threads")
    }
  }

  @Test("a pixel's probabilities are not negative and add up to 1")
  func addsUpToOne() throws {
    for labels in [2, 3, 4, 7, 12] {
      let found = try DenseCRF(.clipES).probabilities(
        unary: CRFFixtures.unary(width: 21, height: 18, labels: labels),
        image: CRFFixtures.picture(width: 21, height: 18))
      for pixel in 0..<21 * 18 {
        let values = (0..<labels).map { found.values[$0 * 21 * 18 + pixel] }
        #expect(values.allSatisfy { (0...1).contains($0) })
        #expect(abs(values.reduce(0, +) - 1) < 1e-5)
      }
    }
  }

  @Test("without iterations, pixels keep their unaries, made to add up to 1")
  func keepsUnaries() throws {
    var parameters = CRFParameters.seam
    parameters.iterations = 0
    let unary = Tensor([0.2, 0.5, 0.6, 0, 0.2, 0.5, 0.6, 1], shape: [2, 2, 2])
    let found = try DenseCRF(parameters).probabilities(
      unary: unary, image: CRFFixtures.picture(width: 2, height: 2))
    // 0 counts as 1e-5.
    for (value, wanted) in zip(
      found.values, [0.5, 0.5, 0.5, 1e-5, 0.5, 0.5, 0.5, 0.99999] as [Float])
    {
      #expect(abs(value - wanted) < 1e-6)
    }
  }

  @Test("one label has probability 1 everywhere")
  func oneLabel() throws {
    let found = try DenseCRF(.irn).probabilities(
      unary: Tensor(repeating: 0.3, shape: [1, 3, 4]),
      image: CRFFixtures.picture(width: 4, height: 3))
    #expect(found == Tensor(repeating: 1, shape: [1, 3, 4]))
  }

  @Test("labels that are alike everywhere stay alike, and the first of them is the likeliest")
  func uniform() throws {
    for labels in [2, 3, 4, 5, 11] {
      let unary = Tensor(repeating: 0.25, shape: [labels, 12, 9])
      let image = CRFFixtures.picture(width: 9, height: 12)
      let found = try DenseCRF(.irn).probabilities(unary: unary, image: image)
      #expect(found == Tensor(repeating: 1 / Float(labels), shape: [labels, 12, 9]))
      #expect(try DenseCRF(.irn).likeliest(unary: unary, image: image).allSatisfy { $0 == 0 })
    }
  }

  @Test("a lone wrong seed on a uniform image gives way to those around it")
  func removesSpeckles() throws {
    var seeds = LabelMap(width: 20, height: 20, filledWith: 7)
    seeds[11, 6] = 3
    let refined = try DenseCRF(.irn).labels(
      refining: seeds, image: CRFFixtures.image(width: 20, height: 20, grey: 200))
    #expect(refined == LabelMap(width: 20, height: 20, filledWith: 7))
  }

  @Test("void seeds take the label of pixels of their colour")
  func fillsVoid() throws {
    var (image, seeds) = (
      CRFFixtures.image(width: 24, height: 16, grey: 20), LabelMap(width: 24, height: 16)
    )
    for y in 0..<16 {
      for x in 12..<24 {
        for c in 0..<3 { image.pixels[(y * 24 + x) * 3 + c] = 220 }
        seeds[x, y] = x < 18 ? LabelMap.void : 5
      }
    }
    let refined = try DenseCRF(.irn).labels(refining: seeds, image: image)
    #expect(
      (0..<16).allSatisfy { y in (0..<24).allSatisfy { refined[$0, y] == ($0 < 12 ? 0 : 5) } })
  }

  @Test("seeds without a class stay background")
  func withoutClasses() throws {
    let image = CRFFixtures.picture(width: 5, height: 4)
    let void = LabelMap(width: 5, height: 4, filledWith: LabelMap.void)
    let maps = ActivationMaps(
      width: 5, height: 4, classes: [], columns: 2, rows: 2, values: [])
    #expect(
      try DenseCRF(.irn).labels(refining: void, image: image) == LabelMap(width: 5, height: 4))
    #expect(try DenseCRF(.seam).labels(from: maps, image: image) == LabelMap(width: 5, height: 4))
  }

  @Test("background begins with what the largest activation leaves, to a power")
  func startsFromScores() throws {
    let image = CRFFixtures.picture(width: 6, height: 5)
    let maps = ActivationMaps(
      width: 6, height: 5, classes: [2, 7], columns: 6, rows: 5,
      values: CRFFixtures.unary(width: 6, height: 5, labels: 2).values.map { $0 / 2 })
    let background = (0..<30).map { pixel in
      let rest = 1 - max(maps.map(0)[pixel], maps.values[30 + pixel])
      return rest * rest * rest * rest
    }
    let unary = Tensor(background + maps.values, shape: [3, 5, 6])
    var parameters = CRFParameters.seam
    parameters.gaussian?.weight = 0.3
    parameters.bilateral?.weight = 0.3
    let wanted = try DenseCRF(parameters).likeliest(unary: unary, image: image)
    let found = try DenseCRF(parameters).labels(from: maps, image: image)
    #expect(found.labels == wanted.map { ([0, 2, 7] as [UInt8])[$0] })
    #expect(found.presentLabels == [0, 2, 7])
    parameters.unary = .scores(backgroundExponent: 1)
    #expect(try DenseCRF(parameters).labels(from: maps, image: image) != found)
  }

  @Test("classes without a seed take part where they are named, and share what is uncertain")
  func countsClasses() throws {
    let image = CRFFixtures.picture(width: 6, height: 5)
    var seeds = LabelMap(width: 6, height: 5)
    for pixel in 0..<12 { seeds.labels[pixel] = 4 }
    let unary = ([0, 4, 9] as [UInt8]).flatMap { label in
      seeds.labels.map { $0 == label ? Float(0.7) : 0.15 }
    }
    let wanted = try DenseCRF(.irn).likeliest(
      unary: Tensor(unary, shape: [3, 5, 6]), image: image)
    let found = try DenseCRF(.irn).labels(refining: seeds, classes: [9, 4], image: image)
    #expect(found.labels == wanted.map { ([0, 4, 9] as [UInt8])[$0] })
  }

  @Test("activations of a coarse map are drawn to the edges of the image")
  func snapsToEdges() throws {
    var image = CRFFixtures.image(width: 40, height: 32, grey: 30)
    for y in 0..<32 {
      for x in 23..<40 { image.pixels[(y * 40 + x) * 3] = 230 }
    }
    let maps = ActivationMaps(
      width: 40, height: 32, classes: [9], columns: 5, rows: 1, values: [0, 0, 0.3, 0.8, 1])
    let found = try DenseCRF(.clipES).labels(from: maps, image: image)
    #expect((0..<32).allSatisfy { y in (0..<40).allSatisfy { found[$0, y] == ($0 < 23 ? 0 : 9) } })
  }

  @Test("kernels too narrow for the image are refused with its size")
  func refusesNarrowKernels() {
    var parameters = CRFParameters.irn
    parameters.bilateral = .init(sxy: 1e-4, srgb: 1e-4, weight: 1)
    #expect(throws: CRFError.tooLarge(width: 3, height: 2)) {
      try DenseCRF(parameters).probabilities(
        unary: Tensor(repeating: 0.5, shape: [2, 2, 3]),
        image: CRFFixtures.picture(width: 3, height: 2))
    }
  }

  @Test("every number of a preset has a name, and presets differ")
  func namesNumbers() {
    let names = CRFParameters.presets.map { $0.named.map(\.name) }
    #expect(names.allSatisfy { Set($0).count == $0.count && $0.count == 7 })
    #expect(Set(CRFParameters.presets.map { "\($0.named)" }).count == 3)
    #expect(CRFParameters.presets.map(\.name) == ["irn", "seam", "clip-es"])
  }
}
