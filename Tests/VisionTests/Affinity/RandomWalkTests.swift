import Testing
import Vision

@Suite struct RandomWalkTests {
  /// The largest difference that is allowed anywhere.
  private static let tolerance: Float = 1e-5

  @Test("affinities and walks are those of dense matrices")
  func denseModel() throws {
    for golden in try AffinityFixtures.decoded("random_walk", as: [AffinityFixtures.Walk].self) {
      let what = golden.testDescription
      let byFeatures = Affinities(
        features: golden.features.span, channels: 16, grid: golden.grid)
      let byBoundaries = Affinities(boundaries: golden.boundaries, grid: golden.grid)
      #expect(byFeatures.values.count { $0 > 0 } == golden.pairs, "\(what)")
      expectSame(sums(byFeatures), golden.featureSums, "\(what): affinities of features")
      expectSame(sums(byBoundaries), golden.boundarySums, "\(what): affinities of boundaries")
      expectSame(
        golden.walk.walk(golden.maps, over: byFeatures), golden.featureWalk, "\(what): features")
      expectSame(
        golden.walk.walk(golden.maps, over: byBoundaries), golden.boundaryWalk,
        "\(what): boundaries")
    }
  }

  @Test("a walk over equal affinities ends at the mean, weighed by the number of neighbours")
  func constantAffinity() {
    let grid = PairGrid(rows: 6, columns: 5, radius: 5)
    let affinities = uniform(grid, 0.7)
    let degrees = sums(affinities.raised(to: 8))
    let map = units(grid.cells, seed: 3)
    let mean = zip(map, degrees).reduce(0) { $0 + $1.0 * $1.1 } / degrees.reduce(0, +)
    expectSame(
      RandomWalk.psa.walk(map, over: affinities),
      [Float](repeating: mean, count: grid.cells), "the walk's end")
  }

  @Test("a walk keeps a constant map and the sum weighed by the number of neighbours")
  func conservation() {
    let grid = PairGrid(rows: 20, columns: 31, radius: 5)
    let affinities = Affinities(
      features: units(16 * grid.cells, seed: 4).span, channels: 16, grid: grid)
    let constant = [Float](repeating: 0.3, count: grid.cells)
    let map = units(grid.cells, seed: 5)
    let walked = RandomWalk.psa.walk(constant + map, over: affinities)
    expectSame(Array(walked[..<grid.cells]), constant, "a constant map")
    let degrees = sums(affinities.raised(to: 8)).map { Double($0) }
    func mass(_ map: [Float]) -> Double {
      zip(map, degrees).reduce(0) { $0 + Double($1.0) * $1.1 } / degrees.reduce(0, +)
    }
    #expect(abs(mass(Array(walked[grid.cells...])) - mass(map)) < 1e-5)
  }

  @Test("nothing crosses a closed border")
  func closedBorder() {
    let grid = PairGrid(rows: 16, columns: 24, radius: 5)
    let border = (0..<grid.cells).map { Float($0 % 24 == 11 ? 1 : 0) }
    let map = (0..<grid.cells).map { Float($0 % 24 < 11 ? 1 : 0) }
    let walked = RandomWalk.irn.walk(map, over: Affinities(boundaries: border, grid: grid))
    expectSame(walked, map, "maps on both sides")
  }

  @Test("the number of threads and of maps changes no bit")
  func threads() {
    let grid = PairGrid(rows: 19, columns: 23, radius: 5)
    let affinities = Affinities(
      features: units(16 * grid.cells, seed: 6).span, channels: 16, grid: grid)
    let maps = units(7 * grid.cells, seed: 7)
    let all = RandomWalk.psa.walk(maps, over: affinities)
    for workers in 2...8 {
      #expect(RandomWalk.psa.walk(maps, over: affinities, workers: Workers(workers)) == all)
    }
    let last = Array(maps[(6 * grid.cells)...])
    #expect(RandomWalk.psa.walk(last, over: affinities) == Array(all[(6 * grid.cells)...]))
  }

  @Test("a grid's pairs are those nearer than the radius, each once")
  func pairs() {
    for (rows, columns, radius) in [(9, 8, 5), (2, 3, 5), (5, 5, 2), (4, 4, 1), (1, 9, 3)] {
      let grid = PairGrid(rows: rows, columns: columns, radius: radius)
      var found: Set<[Int]> = []
      grid.forEachRun { index, cells in
        for cell in cells {
          let offset = grid.offsets[index]
          let pair = [cell, cell + offset.dy * columns + offset.dx]
          #expect(found.insert(pair).inserted, "\(rows)×\(columns): \(pair) twice")
        }
      }
      var expected: Set<[Int]> = []
      for a in 0..<rows * columns {
        for b in a + 1..<max(a + 1, rows * columns) {
          let (dy, dx) = (b / columns - a / columns, b % columns - a % columns)
          if dy * dy + dx * dx < radius * radius { expected.insert([a, b]) }
        }
      }
      #expect(found == expected, "\(rows)×\(columns), radius \(radius)")
    }
  }

  private func uniform(_ grid: PairGrid, _ value: Float) -> Affinities {
    Affinities(
      grid: grid, values: [Float](repeating: value, count: grid.offsets.count * grid.cells))
  }

  /// By cell, 1 and the affinities of all its pairs.
  private func sums(_ affinities: Affinities) -> [Float] {
    let grid = affinities.grid
    var sums = [Double](repeating: 1, count: grid.cells)
    grid.forEachRun { index, cells in
      let offset = grid.offsets[index]
      for cell in cells {
        let value = Double(affinities.values[index * grid.cells + cell])
        sums[cell] += value
        sums[cell + offset.dy * grid.columns + offset.dx] += value
      }
    }
    return sums.map { Float($0) }
  }

  private func expectSame(
    _ values: [Float], _ expected: [Float], _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(values.count == expected.count, "\(what)", sourceLocation: sourceLocation)
    for (index, (value, wanted)) in zip(values, expected).enumerated()
    where !(abs(value - wanted) <= Self.tolerance * max(1, abs(wanted))) {
      Issue.record(
        "\(what) at \(index): \(value) for \(wanted)", sourceLocation: sourceLocation)
      return
    }
  }
}

extension Affinities {
  fileprivate func raised(to power: Int) -> Affinities {
    Affinities(
      grid: grid,
      values: values.map { value in (0..<power).reduce(Float(1)) { product, _ in product * value } }
    )
  }
}

/// Walks of class activation maps.
@Suite struct ActivationMapWalkTests {
  /// Two halves that nothing connects, in each of which the activation is partial.
  private static let grid = PairGrid(rows: 8, columns: 10, radius: 5)
  private static let halves = Affinities(
    features: (0..<80).flatMap { [Float](repeating: $0 % 10 < 5 ? 0 : 50, count: 16) }.span,
    channels: 16, grid: grid)

  private static let maps = ActivationMaps(
    width: 40, height: 32, classes: [3, 9], columns: 20, rows: 16,
    values: (0..<640).map { place in
      let (map, y, x) = (place / 320, place % 320 / 20, place % 20)
      return map == 0 ? (x < 4 && y < 9 ? 1 : 0.1) : (x >= 17 ? 0.3 : 0)
    })

  @Test("a part's activation spreads over the object, and no further")
  func spreading() {
    let walked = RandomWalk.psa(Self.maps, over: Self.halves)
    #expect((walked.columns, walked.rows) == (10, 8))
    let seeds = walked.seeds(backgroundThreshold: RandomWalk.psa.usualThreshold)
    for y in 0..<32 {
      #expect(seeds[2, y] == 3)
      #expect(seeds[37, y] == 0)
    }
  }

  @Test("a class's value is its share of what it and background have after the walk")
  func shares() {
    let walked = RandomWalk.psa(Self.maps, over: Self.halves)
    // The left half ends at its mean, weighed by the number of neighbours and itself.
    let half = PairGrid(rows: 8, columns: 5, radius: 5)
    var degrees = [Float](repeating: 1, count: 40)
    half.forEachRun { index, cells in
      for cell in cells {
        degrees[cell] += 1
        degrees[cell + half.offsets[index].dy * 5 + half.offsets[index].dx] += 1
      }
    }
    // Four rows of two cells are all object, and half of each cell in the row below.
    let parts = (0..<40).map { $0 % 5 > 1 ? 0 : Float([1, 1, 1, 1, 0.5, 0, 0, 0][$0 / 5]) }
    let part = zip(parts, degrees).reduce(0) { $0 + $1.0 * $1.1 } / degrees.reduce(0, +)
    let object = part + 0.1 * (1 - part)
    let background = (1 - part) * 0.18530202
    let expected = object / (object + background)
    #expect(walked.map(0).prefix(5).allSatisfy { abs($0 - expected) < 1e-5 })
  }

  @Test("without a map for background the largest value is 1, and boundaries begin with less")
  func boundaries() {
    let border = (0..<80).map { Float($0 % 10 == 5 ? 1 : 0) }
    let walked = RandomWalk.irn(
      Self.maps, over: Affinities(boundaries: border, grid: Self.grid))
    #expect(walked.values.max() == 1)
    #expect(walked.map(0).dropFirst(5).first == 0)
  }

  @Test("an image without classes has none after a walk", arguments: [RandomWalk.psa, .irn])
  func noClasses(walk: RandomWalk) {
    let none = ActivationMaps(width: 40, height: 32, classes: [], columns: 20, rows: 16, values: [])
    #expect(walk(none, over: Self.halves).values.isEmpty)
  }

  @Test("cells that share no whole number of cells are averaged by area")
  func averaging() {
    var once = RandomWalk(exponent: 1, backgroundPower: nil)
    once.doublings = 0
    let grid = PairGrid(rows: 1, columns: 2, radius: 5)
    let apart = Affinities(grid: grid, values: [0, 0])
    let maps = ActivationMaps(
      width: 3, height: 1, classes: [1], columns: 3, rows: 1, values: [0.5, 1, 0])
    #expect(once(maps, over: apart).values == [1, 0.5])
  }
}
