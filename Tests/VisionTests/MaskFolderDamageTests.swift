import TestSupport
import Foundation
import Testing
import Vision

@Suite("Damaged mask files")
struct MaskFolderDamageTests {
  /// What reading `text` as the JSON masks of a 3×2 image throws.
  private func error(json text: String, limits: MaskFolder.Limits = .init()) throws
    -> MaskFileError?
  {
    try withTemporaryFolder { path in
      try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/a.json"))
      do throws(MaskFileError) {
        _ = try MaskFolder(path: path, limits: limits).masks(id: "a", width: 3, height: 2)
        return nil
      } catch { return error }
    }
  }

  private func record(_ rest: String = "", counts: String = "[6]", size: String = "[2, 3]")
    -> String
  {
    #"{"segmentation": {"size": \#(size), "counts": \#(counts)}\#(rest)}"#
  }

  @Test(
    "JSON that is no list of masks names the record and what was expected",
    arguments: [
      ("", 0, "an object"), ("7", 0, "an object"), ("{}", 0, "annotations"),
      ("[{}]", 0, "segmentation"), (#"[{"segmentation": {}}]"#, 0, "size"),
      (#"[{"segmentation": {"size": [2], "counts": []}}]"#, 0, "size of height, width"),
      (#"[{"segmentation": {"size": [2, 3.5], "counts": []}}]"#, 0, "size"),
      (#"[{"segmentation": {"size": [2, 3], "counts": [1.5]}}]"#, 0, "a whole number"),
      (#"[{"segmentation": {"size": [2, 3], "counts": [99999999999999999999]}}]"#, 0, "smaller"),
      (#"[{"segmentation": [[0, 0, 1, 1]]}]"#, 0, "an object"),
      (#"[{"predicted_iou": "high"}]"#, 0, "a number"),
      (#"[{"predicted_iou": NaN}]"#, 0, "a number"),
      (#"[{"point_coords": [[1, 2, 3]]}]"#, 0, "x, y"), (#"[{"crop_box": [1]}]"#, 0, "crop_box"),
      (#"[{"x": "\q"}]"#, 0, "escaped"), (#"[{"x": "\u12"}]"#, 0, "hexadecimal"),
      (#"[{"x": tru}]"#, 0, "a number"), (#"[{"x" 1}]"#, 0, "':'"),
      ("[{\"x\": \"a\n\"}]", 0, "'\"'"),
      (String(repeating: "[", count: 100_000), 0, "an object"),
      ("[{\"x\": " + String(repeating: "[", count: 100_000), 0, "less deeply nested"),
    ])
  func malformed(text: String, record: Int, expected: String) throws {
    guard case .malformed(let path, record, _, let found) = try error(json: text) else {
      Issue.record("\(String(describing: try error(json: text)))")
      return
    }
    #expect(path.hasSuffix("/a.json"))
    #expect(found.contains(expected), "\(found)")
  }

  @Test("a list cut anywhere is malformed")
  func truncated() throws {
    let text = #"[\#(record(#", "predicted_iou": 0.5, "crop_box": [0, 0, 3, 2]"#)), \#(record())]"#
    #expect(try error(json: text) == nil)
    for length in 0..<text.utf8.count {
      let error = try error(json: String(text.prefix(length)))
      guard case .malformed = error else {
        Issue.record("\(length): \(String(describing: error))")
        continue
      }
    }
    #expect(try error(json: text + "]") != nil)
  }

  @Test("a mask that is wrong in itself is named by its record")
  func badMasks() throws {
    let cases: [(String, MaskError)] = [
      (record(counts: "[5]"), .runsDoNotAddUp(sum: 5, expected: 6)),
      (record(counts: "[-1]"), .malformedCounts(offset: 0, reason: "a run length of -1")),
      (record(counts: "\"!\""), .malformedCounts(offset: 0, reason: "character code 33")),
      (record(size: "[3, 2]"), .sizeDiffers(found: "2×3", expected: "3×2")),
    ]
    for (bad, reason) in cases {
      guard case .badMask(_, 1, let found) = try error(json: "[\(record()), \(bad)]") else {
        Issue.record("\(bad)")
        continue
      }
      #expect(found == reason)
    }
  }

  @Test("too many masks and too large files are refused")
  func limits() throws {
    var limits = MaskFolder.Limits()
    limits.maximumMasks = 2
    let three = "[\(record()), \(record()), \(record())]"
    guard case .tooManyMasks(_, 2) = try error(json: three, limits: limits) else {
      Issue.record("three masks were read")
      return
    }
    limits = MaskFolder.Limits()
    limits.maximumBytes = 20
    guard case .fileTooLarge(_, three.utf8.count, 20) = try error(json: three, limits: limits)
    else {
      Issue.record("a long file was read")
      return
    }
  }

  @Test("a damaged or foreign PNG, one of another size and a bad table are named")
  func folder() throws {
    try withTemporaryFolder { path in
      let (folder, file, table) = (path + "/a", path + "/a/1.png", path + "/a/metadata.csv")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let good = PNGCodec.encodeMask(BinaryMask(width: 3, height: 2))
      try Data(good).write(to: URL(fileURLWithPath: path + "/a/0.png"))
      func error() -> MaskFileError? {
        do throws(MaskFileError) {
          _ = try MaskFolder(path: path).masks(id: "a", width: 3, height: 2)
          return nil
        } catch { return error }
      }
      #expect(error() == nil)
      try Data(good.dropLast(3)).write(to: URL(fileURLWithPath: file))
      #expect(error() == .image(.truncated(path: file)))
      try Data("P5".utf8).write(to: URL(fileURLWithPath: file))
      #expect(
        error() == .image(.foreign(path: file, expected: "a PNG file", found: "bytes 50 35")))
      try Data(PNGCodec.encodeMask(BinaryMask(width: 2, height: 3)))
        .write(to: URL(fileURLWithPath: file))
      #expect(
        error() == .badMask(path: file, record: 1, .sizeDiffers(found: "2×3", expected: "3×2")))
      try Data(good).write(to: URL(fileURLWithPath: file))
      for (text, line) in [
        ("", 0), ("area\n1", 0), ("id,area\n0", 1), ("id,area\n0,1\n0,2", 2), ("id,area\nx,1", 1),
        ("id,predicted_iou\n0,0.5\n1,high", 2),
      ] {
        try Data(text.utf8).write(to: URL(fileURLWithPath: table))
        guard case .malformed(table, line, nil, _) = error() else {
          Issue.record("\(text): \(String(describing: error()))")
          continue
        }
      }
    }
  }

  @Test("a folder in the place of a file is not read")
  func folderForFile() throws {
    try withTemporaryFolder { path in
      try FileManager.default.createDirectory(
        atPath: path + "/a/0.png", withIntermediateDirectories: true)
      #expect(throws: MaskFileError.unreadable(path: path + "/a/0.png", reason: "a folder")) {
        try MaskFolder(path: path).masks(id: "a", width: 3, height: 2)
      }
    }
  }
}
