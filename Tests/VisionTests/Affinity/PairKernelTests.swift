import Foundation
import Testing
import Vision

/// Each build of the kernels for pairs against plain models in f64.
@Suite struct PairKernelTests {
  private static func numbers(_ count: Int, seed: UInt64) -> [Float] {
    units(count, seed: seed).map { 2 * $0 - 1 }
  }

  /// Cells, channels and steps around the kernels' blocks: four steps, 16 and 64 channels.
  private static let sizes: [(cells: Int, channels: Int, steps: [Int])] = [
    (1, 16, [1]), (7, 16, [1, 2, 6, 7, 9]), (50, 80, [1, 3, 11, 12, 13]), (33, 144, [1, 2, 3, 31]),
    (20, 64, []), (3, 16, [5, 6, 7, 8]),
  ]

  @Test("distances are sums of absolute differences", arguments: NumericBuild.all)
  func distances(build: NumericBuild) {
    for (cells, channels, steps) in Self.sizes {
      let x = Self.numbers(cells * channels, seed: 1)
      let expected = steps.flatMap { step in
        (0..<cells).map { cell in
          guard cell + step < cells else { return Float(0) }
          return Float(
            (0..<channels).reduce(0.0) {
              $0 + abs(Double(x[cell * channels + $1]) - Double(x[(cell + step) * channels + $1]))
            })
        }
      }
      expectClose(
        build.pairDistances(x, channels: channels, steps: steps), expected, within: 1e-6,
        "\(build), \(cells) cells of \(channels)")
    }
  }

  @Test("slopes are signs of differences, 0 where there is none", arguments: NumericBuild.all)
  func slopes(build: NumericBuild) {
    for (cells, channels, steps) in Self.sizes {
      // Of five possible values, so that many are equal.
      let x = units(cells * channels, seed: 1).map { ($0 * 5).rounded(.down) }
      let slopes = Self.numbers(steps.count * cells, seed: 2).map { abs($0) < 0.3 ? 0 : $0 }
      var expected = [Double](repeating: 0, count: x.count)
      for (index, step) in steps.enumerated() {
        for cell in 0..<max(0, cells - step) {
          for channel in 0..<channels {
            let (a, b) = (cell * channels + channel, (cell + step) * channels + channel)
            let sign: Double = x[a] > x[b] ? 1 : x[a] < x[b] ? -1 : 0
            expected[a] += sign * Double(slopes[index * cells + cell])
            expected[b] -= sign * Double(slopes[index * cells + cell])
          }
        }
      }
      expectClose(
        build.pairSlopes(x, channels: channels, steps: steps, slopes), expected.map { Float($0) },
        within: 1e-6, "\(build), \(cells) cells of \(channels)")
    }
  }

  @Test("a step of a walk moves a cell towards those beside it", arguments: NumericBuild.all)
  func walk(build: NumericBuild) {
    let (margin, steps) = (13, [1, 4, 13])
    for cells in [16, 48, 144] {
      for maps in 1...9 {
        let row = cells + 2 * margin
        let x = Self.numbers(maps * row, seed: 1)
        let weights = units(steps.count * row, seed: 2)
        let scales = units(cells, seed: 3)
        var expected = x
        for place in 0..<maps * cells {
          let (map, cell) = place.quotientAndRemainder(dividingBy: cells)
          let at = map * row + margin + cell
          var sum = 0.0
          for (index, step) in steps.enumerated() {
            let weight = index * row + margin + cell
            sum += Double(weights[weight]) * (Double(x[at + step]) - Double(x[at]))
            sum += Double(weights[weight - step]) * (Double(x[at - step]) - Double(x[at]))
          }
          expected[at] = Float(Double(x[at]) + Double(scales[cell]) * sum)
        }
        let walked = build.walk(
          x, cells: cells, margin: margin, maps: maps, weights: weights, scales: scales,
          steps: steps)
        expectClose(walked, expected, within: 1e-6, "\(build), \(maps) maps of \(cells) cells")
      }
    }
  }

  @Test("exponentials, whatever their number", arguments: NumericBuild.all)
  func exponentials(build: NumericBuild) {
    for count in [1, 15, 16, 17, 100] {
      let x = Self.numbers(count, seed: 1).map { 20 * $0 }
      for (value, found) in zip(x, build.exponential(x)) {
        let expected = exp(Double(value))
        #expect(abs(Double(found) - expected) <= 3e-7 * expected, "\(build): e^\(value)")
      }
    }
  }

  @Test(
    "processors with fused multiply-add agree to the last bit",
    .enabled(if: NumericBuild.fused.count > 1, "needs a processor with AVX-512"))
  func agreement() {
    let x = Self.numbers(50 * 80, seed: 1)
    let slopes = Self.numbers(5 * 50, seed: 2)
    let steps = [1, 3, 11, 12, 13]
    let results = NumericBuild.fused.map { build in
      [
        build.exponential(x), build.pairDistances(x, channels: 80, steps: steps),
        build.pairSlopes(x, channels: 80, steps: steps, slopes),
        build.walk(
          Array(x[..<296]), cells: 48, margin: 13, maps: 4, weights: Array(x[300..<670]),
          scales: Array(x[700..<748]), steps: steps),
      ]
    }
    for result in results.dropFirst() { #expect(result == results[0]) }
  }
}
