import TestSupport
import Testing
import Vision

@Suite("SAM: which masks the generator keeps")
struct SAMGeneratorSelectionTests {
  @Test("box NMS keeps torchvision's boxes in its order, ties, thresholds and empty boxes included")
  func suppression() throws {
    struct Case: Decodable {
      var about: String
      var threshold: Double
      var boxes: [[Int]]
      var scores: [Float]
      var kept: [Int]
    }
    for golden in try SAMFixtures.golden("nms", as: [Case].self) {
      let kept = BoxNMS.kept(
        SAMFixtures.boxes(golden.boxes), scores: golden.scores, threshold: golden.threshold)
      #expect(kept == golden.kept, "\(golden.about)")
    }
  }

  @Test("scores that are no number come first, as PyTorch sorts them")
  func notANumber() {
    let boxes = SAMFixtures.boxes([[0, 0, 9, 9], [20, 0, 29, 9], [40, 0, 49, 9]])
    #expect(BoxNMS.kept(boxes, scores: [1, .nan, 2], threshold: 0.5) == [1, 2, 0])
  }

  @Test("boxes are drawn around masks as the reference draws them")
  func boxes() throws {
    struct Golden: Decodable {
      var masks: [[String]]
      var boxes: [[Int]]
    }
    let golden = try SAMFixtures.golden("mask_boxes", as: Golden.self)
    #expect(
      golden.masks.map { MaskBox(RunLengthMask(SAMFixtures.mask($0))) }
        == SAMFixtures.boxes(golden.boxes))
  }

  @Test("small holes and islands go as OpenCV's regions say")
  func smallRegions() throws {
    struct Case: Decodable {
      var mask: [String]
      var area: Int
      var mode: String
      var changed: Bool
      var result: [String]?
    }
    for golden in try SAMFixtures.golden("small_regions", as: [Case].self) {
      var mask = SAMFixtures.mask(golden.mask)
      let changed =
        golden.mode == "holes"
        ? mask.fillHoles(smallerThan: golden.area) : mask.removeIslands(smallerThan: golden.area)
      #expect(changed == golden.changed)
      #expect(
        SAMFixtures.rows(mask) == golden.result ?? golden.mask,
        "\(golden.mode) below \(golden.area) of \(golden.mask)")
    }
  }

  @Test("masks cleaned of small regions give way to masks that were clean")
  func cleaning() throws {
    struct Golden: Decodable {
      var area: Int
      var threshold: Double
      var masks: [[String]]
      var kept: [Int]
      var kept_masks: [[String]]
    }
    let golden = try SAMFixtures.golden("postprocess_small_regions", as: Golden.self)
    let candidates = golden.masks.enumerated().map { index, rows in
      MaskCandidate(mask: RunLengthMask(SAMFixtures.mask(rows)), level: index)
    }
    let cleaned = candidates.withoutSmallRegions(area: golden.area, boxNMS: golden.threshold)
    #expect(cleaned.map(\.level) == golden.kept)
    #expect(cleaned.map { SAMFixtures.rows(BinaryMask($0.mask)) } == golden.kept_masks)
    #expect(cleaned.allSatisfy { $0.area == $0.mask.count })
  }

  @Test("regions of a mask are the same found run by run and pixel by pixel", arguments: 0..<60)
  func regionsByFlooding(seed: UInt64) {
    var random = CaseGenerator(seed: seed)
    let (width, height) = (
      Int.random(in: 1...70, using: &random), Int.random(in: 1...9, using: &random)
    )
    let values = randomValues(width: width, height: height, run: Int(seed % 4) + 1, using: &random)
    let mask = BinaryMask(width: width, height: height, values: values)
    let area = Int.random(in: 1...12, using: &random)
    var filled = mask
    _ = filled.fillHoles(smallerThan: area)
    for region in FloodedRegions.areas(mask, of: false) {
      #expect(filled[region.x, region.y] == (region.area < area))
    }
    var cleared = mask
    _ = cleared.removeIslands(smallerThan: area)
    let islands = FloodedRegions.areas(mask, of: true)
    if islands.contains(where: { $0.area >= area }) {
      for region in islands { #expect(cleared[region.x, region.y] == (region.area >= area)) }
    } else if !islands.isEmpty {
      #expect(cleared.count == islands.map(\.area).max())
    }
  }

  @Test("thresholds are compared in f32, as PyTorch compares a tensor with a number")
  func thresholds() throws {
    struct Case: Decodable {
      var threshold: Double
      var ratios: [[Float]]
      var above: [Bool]
      var at_least: [Bool]
    }
    for golden in try SAMFixtures.golden("thresholds", as: [Case].self) {
      // One mask after the other on a line, so that no box meets another.
      let count = golden.ratios.count
      let candidates = golden.ratios.enumerated().map { index, ratio in
        let stability = UpsampledMask(
          runs: [], countAboveLow: Int(ratio[1]), countAboveHigh: Int(ratio[0])
        ).stability
        var mask = BinaryMask(width: count * 4, height: 2)
        mask[index * 4, 0] = true
        mask[index * 4 + 2, 1] = true
        return MaskCandidate(
          mask: RunLengthMask(mask), predictedIoU: ratio[0] / ratio[1], stability: stability,
          level: index)
      }
      let all = MaskCandidates(
        masks: MaskSet(width: count * 4, height: 2, candidates: candidates), cropEnds: [count],
        floor: MaskCandidates.Floor())
      var selection = MaskSelection()
      (selection.predictedIoU, selection.stability) = (Float(golden.threshold), 0)
      #expect(levels(all, selection) == indices(golden.above))
      (selection.predictedIoU, selection.stability) = (0, Float(golden.threshold))
      #expect(levels(all, selection) == indices(golden.at_least))
    }
  }

  private func levels(_ candidates: MaskCandidates, _ selection: MaskSelection) -> [Int] {
    candidates.filtered(by: selection).candidates.compactMap(\.level).sorted()
  }

  private func indices(_ flags: [Bool]) -> [Int] { flags.indices.filter { flags[$0] } }

  @Test("a mask of nearly the whole picture goes where the selection says so, and not otherwise")
  func wholePicture() {
    func candidate(_ pixels: Int) -> MaskCandidate {
      var mask = BinaryMask(width: 10, height: 10)
      mask.insert(0..<pixels)
      return MaskCandidate(mask: RunLengthMask(mask), predictedIoU: 1, stability: 1, level: pixels)
    }
    let candidates = MaskCandidates(
      masks: MaskSet(width: 10, height: 10, candidates: [94, 95, 96].map(candidate)),
      cropEnds: [3], floor: MaskCandidates.Floor())
    var selection = MaskGeneratorSettings.sa1b.selection
    // Nothing else may take part.
    (selection.boxNMS, selection.cropNMS, selection.minimumRegionArea) = (1, 1, 0)
    #expect(levels(candidates, selection) == [94])
    selection.maximumAreaShare = nil
    #expect(levels(candidates, selection) == [94, 95, 96])
  }
}

/// Regions by flooding, with one of their pixels.
private enum FloodedRegions {
  static func areas(
    _ mask: BinaryMask, of isInMask: Bool
  ) -> [(x: Int, y: Int, area: Int)] {
    var seen = Set<Int>()
    var regions: [(x: Int, y: Int, area: Int)] = []
    for start in 0..<mask.pixelCount {
      let (y, x) = start.quotientAndRemainder(dividingBy: mask.width)
      guard mask[x, y] == isInMask, seen.insert(start).inserted else { continue }
      var (waiting, area) = ([start], 0)
      while let pixel = waiting.popLast() {
        area += 1
        let (y, x) = pixel.quotientAndRemainder(dividingBy: mask.width)
        for ny in max(0, y - 1)...min(mask.height - 1, y + 1) {
          for nx in max(0, x - 1)...min(mask.width - 1, x + 1) where mask[nx, ny] == isInMask {
            if seen.insert(ny * mask.width + nx).inserted { waiting.append(ny * mask.width + nx) }
          }
        }
      }
      regions.append((x, y, area))
    }
    return regions
  }
}
