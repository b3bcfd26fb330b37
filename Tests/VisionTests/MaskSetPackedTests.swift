import TestSupport
import Testing
import Vision

@Suite("Packed mask sets")
struct MaskSetPackedTests {
  private func sample(width: Int = 130, height: Int = 70) -> MaskSet {
    var random = CaseGenerator(seed: 17)
    var set = MaskSet(width: width, height: height, candidates: [])
    for index in 0..<70 {
      let mask = randomMask(
        width: width, height: height, run: index % 7 == 0 ? 1 : 60, seed: UInt64(index))
      var candidate = MaskCandidate(mask: RunLengthMask(mask))
      let fields = UInt8.random(in: 0..<64, using: &random)
      if fields & 1 != 0 { candidate.predictedIoU = .random(in: 0...1, using: &random) }
      if fields & 2 != 0 { candidate.stability = -.infinity }
      if fields & 4 != 0 { candidate.point = SIMD2(-0.5, .greatestFiniteMagnitude) }
      if fields & 8 != 0 {
        candidate.cropBox = PixelBox(minX: -1, minY: .min, maxX: .max, maxY: 1000)
      }
      if fields & 16 != 0 { candidate.level = index - 30 }
      if fields & 32 != 0 { candidate.area = index }
      set.candidates.append(candidate)
    }
    return set
  }

  @Test("every field survives")
  func roundTrip() throws {
    let set = sample()
    #expect(try MaskSet(packed: set.packed()) == set)
    let empty = MaskSet(width: 1, height: 1, candidates: [])
    #expect(try MaskSet(packed: empty.packed()) == empty)
  }

  @Test("masks of odd sizes survive to their bits", arguments: oddSizes)
  func bits(width: Int, height: Int) throws {
    let mask = randomMask(width: width, height: height, run: 30, seed: 18)
    let set = MaskSet(
      width: width, height: height, candidates: [MaskCandidate(mask: RunLengthMask(mask))])
    #expect(try MaskSet(packed: set.packed()).binaryMasks == [mask])
  }

  @Test("the form is fixed: a cache written today is read tomorrow")
  func form() throws {
    let mask = try RunLengthMask(width: 20, height: 10, runs: [150, 50])
    let candidate = MaskCandidate(mask: mask, predictedIoU: 1, level: 2)
    let set = MaskSet(width: 20, height: 10, candidates: [candidate])
    let expected: [UInt8] =
      Array("SEPM".utf8) + [1, 20, 10, 1, 0b10001, 0, 0, 0x80, 0x3f, 4, 2, 150, 1, 50]
    #expect(set.packed() == expected)
  }

  @Test("bytes cut anywhere, or with more behind, are refused")
  func truncated() {
    let bytes = sample(width: 20, height: 9).packed()
    for length in bytes.indices {
      #expect(throws: MaskError.self, "\(length)") { try MaskSet(packed: Array(bytes[..<length])) }
    }
    #expect(
      throws: MaskError.malformedPacking(offset: bytes.count, reason: "more bytes than masks")
    ) { try MaskSet(packed: bytes + [0]) }
  }

  @Test("no damage makes it crash or ask for much memory")
  func damage() {
    let bytes = sample(width: 20, height: 9).packed()
    var random = CaseGenerator(seed: 19)
    var refused = 0
    for _ in 0..<3000 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        damaged[.random(in: damaged.indices, using: &random)] = .random(in: 0...255, using: &random)
      }
      do throws(MaskError) {
        let set = try MaskSet(packed: damaged)
        #expect(set.binaryMasks.count == set.candidates.count)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 1000)
    let head = Array("SEPM".utf8) + [1]
    let huge: [UInt8] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]
    #expect(throws: MaskError.self) { try MaskSet(packed: head + [20, 9] + huge) }
    #expect(throws: MaskError.self) { try MaskSet(packed: head + huge + huge + [0]) }
    #expect(throws: MaskError.self) { try MaskSet(packed: head + huge + [0xff, 1]) }
  }
}
