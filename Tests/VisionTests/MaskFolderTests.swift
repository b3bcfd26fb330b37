import TestSupport
import Foundation
import Testing
import Vision

@Suite("Folders of masks")
struct MaskFolderTests {
  /// Every field that the files can hold, absent and present.
  private func sample() throws -> MaskSet {
    var set = MaskSet(width: 67, height: 31, candidates: [])
    for index in 0..<12 {
      let mask = RunLengthMask(randomMask(width: 67, height: 31, run: 11, seed: UInt64(index)))
      var candidate = MaskCandidate(mask: mask)
      if index % 2 == 0 { candidate.predictedIoU = 0.9177701 + Float(index) }
      if index % 3 == 0 { candidate.stability = 0.9520487 }
      if index % 4 == 0 { candidate.point = SIMD2(Float(index) + 0.5, 7.25) }
      if index % 5 == 0 { candidate.cropBox = PixelBox(minX: index, minY: 2, maxX: 60, maxY: 30) }
      set.candidates.append(candidate)
    }
    set.candidates.append(
      MaskCandidate(mask: try RunLengthMask(width: 67, height: 31, runs: [67 * 31])))
    return set
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  private func error(_ folder: String, id: String, width: Int = 3, height: Int = 2)
    -> MaskFileError?
  {
    do throws(MaskFileError) {
      _ = try MaskFolder(path: folder).masks(id: id, width: width, height: height)
      return nil
    } catch { return error }
  }

  @Test("what is written is read back, in both forms", arguments: MaskFolder.Form.allCases)
  func roundTrip(form: MaskFolder.Form) throws {
    try withTemporaryFolder { path in
      let (folder, set) = (MaskFolder(path: path + "/new"), try sample())
      try folder.write(set, id: "2007_000032", form: form)
      #expect(try folder.form(of: "2007_000032") == form)
      #expect(try folder.identifiers() == ["2007_000032"])
      #expect(try folder.masks(id: "2007_000032", width: 67, height: 31) == set)
    }
  }

  @Test("writing again replaces all of it", arguments: MaskFolder.Form.allCases)
  func replacement(form: MaskFolder.Form) throws {
    try withTemporaryFolder { path in
      let folder = MaskFolder(path: path)
      var set = try sample()
      try folder.write(set, id: "a", form: form)
      set.candidates.removeLast(5)
      try folder.write(set, id: "a", form: form)
      #expect(try folder.masks(id: "a", width: 67, height: 31) == set)
      #expect(try FileManager.default.contentsOfDirectory(atPath: path).count == 1)
    }
  }

  @Test("the table has amg.py's columns and numbers")
  func table() throws {
    try withTemporaryFolder { path in
      let mask = try RunLengthMask(width: 4, height: 3, runs: [1, 2, 2, 2, 5])
      let candidate = MaskCandidate(
        mask: mask, predictedIoU: 0.9177701, stability: 0.5, point: SIMD2(290.5, 73.5))
      let set = MaskSet(
        width: 4, height: 3, candidates: [candidate, MaskCandidate(mask: mask)])
      try MaskFolder(path: path).write(set, id: "a", form: .png)
      let table = try String(contentsOfFile: path + "/a/metadata.csv", encoding: .utf8)
      #expect(
        table == """
          id,area,bbox_x0,bbox_y0,bbox_w,bbox_h,point_input_x,point_input_y,predicted_iou,\
          stability_score,crop_box_x0,crop_box_y0,crop_box_w,crop_box_h
          0,4,1,0,1,1,290.5,73.5,0.9177700877189636,0.5,0,0,4,3
          1,4,1,0,1,1,,,,,0,0,4,3
          """)
    }
  }

  @Test("records have amg.py's keys, and COCO counts with their backslashes escaped")
  func records() throws {
    try withTemporaryFolder { path in
      // 44 pixels in one run: the characters "\1".
      let mask = try RunLengthMask(width: 1, height: 50, runs: [44, 6])
      let candidate = MaskCandidate(
        mask: mask, predictedIoU: 0.5, stability: 0.25, point: SIMD2(0.5, 45))
      let set = MaskSet(width: 1, height: 50, candidates: [candidate])
      try MaskFolder(path: path).write(set, id: "a", form: .json)
      let text = try String(contentsOfFile: path + "/a.json", encoding: .utf8)
      #expect(
        text == #"""
          [{"segmentation": {"size": [50, 1], "counts": "\\16"}, "area": 6, \#
          "bbox": [0, 44, 0, 5], "predicted_iou": 0.5, "point_coords": [[0.5, 45.0]], \#
          "stability_score": 0.25, "crop_box": [0, 0, 1, 50]}]
          """#)
      #expect(try MaskFolder(path: path).masks(id: "a", width: 1, height: 50) == set)
    }
  }

  @Test("JSON tells the level after amg.py's keys; what is no whole number under it is passed over")
  func level() throws {
    try withTemporaryFolder { path in
      let mask = try RunLengthMask(width: 2, height: 1, runs: [1, 1])
      let levels = [0, 2, nil]
      let set = MaskSet(
        width: 2, height: 1, candidates: levels.map { MaskCandidate(mask: mask, level: $0) })
      try MaskFolder(path: path).write(set, id: "a", form: .json)
      let text = try String(contentsOfFile: path + "/a.json", encoding: .utf8)
      #expect(text.contains(#""crop_box": [0, 0, 2, 1], "level": 2}, "#))
      #expect(text.hasSuffix(#""crop_box": [0, 0, 2, 1]}]"#))
      #expect(try MaskFolder(path: path).masks(id: "a", width: 2, height: 1) == set)
      for foreign in [#""whole""#, "1.5", "null", #"{"of": [3]}"#, "123456789012345678901"] {
        try write(
          text.replacing(#""level": 2"#, with: #""level": \#(foreign)"#), to: path + "/b.json")
        let read = try MaskFolder(path: path).masks(id: "b", width: 2, height: 1)
        #expect(read.candidates.map(\.level) == [0, nil, nil], "\(foreign)")
      }
    }
  }

  @Test("masks come in the order of their numbers, and rows of the table go to their numbers")
  func order() throws {
    try withTemporaryFolder { path in
      try FileManager.default.createDirectory(
        atPath: path + "/a", withIntermediateDirectories: true)
      for number in [10, 2, 0, 1] {
        let mask = BinaryMask(width: 3, height: 4, values: (0..<12).map { $0 <= number ? 1 : 0 })
        let file = URL(fileURLWithPath: path + "/a/\(number).png")
        try Data(PNGCodec.encodeMask(mask)).write(to: file)
      }
      try Data("not a mask".utf8).write(to: URL(fileURLWithPath: path + "/a/0matting.png"))
      try write(
        "predicted_iou,id\r\n0.5,10\r\n0.25,1\r\n,0\r\n0.75,77\r\n", to: path + "/a/metadata.csv")
      let set = try MaskFolder(path: path).masks(id: "a", width: 3, height: 4)
      #expect(set.candidates.map(\.area) == [1, 2, 3, 11])
      #expect(set.candidates.map(\.predictedIoU) == [nil, 0.25, nil, 0.5])
    }
  }

  @Test("files without numbers are masks where there are no others")
  func otherNames() throws {
    try withTemporaryFolder { path in
      try FileManager.default.createDirectory(
        atPath: path + "/a", withIntermediateDirectories: true)
      for (name, value) in [("mask_b", UInt8(0)), ("mask_a", 1)] {
        let mask = BinaryMask(width: 1, height: 1, values: [value])
        let file = URL(fileURLWithPath: path + "/a/\(name).png")
        try Data(PNGCodec.encodeMask(mask)).write(to: file)
      }
      let set = try MaskFolder(path: path).masks(id: "a", width: 1, height: 1)
      #expect(set.candidates.map(\.area) == [1, 0])
    }
  }

  @Test("SA-1B's object and uncompressed counts are read, unknown keys skipped")
  func segmentAnything() throws {
    try withTemporaryFolder { path in
      try write(
        #"""
        {"image": {"image_id": 1, "width": 3, "tags": ["a\"\u00e9", {"deep": [null, -1.5e3]}]},
         "annotations": [
          {"id": 7, "segmentation": {"counts": [1, 2, 3], "size": [2, 3]}, "bbox": [0, 0, 1, 1],
           "predicted_iou": 0.5, "stability_score": null, "point_coords": [[1.5, 0]],
           "crop_box": [0.0, 0.0, 3, 2], "area": 2},
          {"segmentation": {"size": [2, 3], "counts": "6"}, "crop_box": [1, 0, 2, 2],
           "point_coords": []}]}
        """#, to: path + "/sa_1.json")
      let set = try MaskFolder(path: path).masks(id: "sa_1", width: 3, height: 2)
      #expect(set.candidates.count == 2)
      #expect(BinaryMask(set.candidates[0].mask).values() == [0, 1, 0, 1, 0, 0])
      #expect(set.candidates[0].predictedIoU == 0.5)
      #expect(set.candidates[0].point == SIMD2(1.5, 0))
      #expect(set.candidates[0].cropBox == nil && set.candidates[0].stability == nil)
      #expect(set.candidates[1].cropBox == PixelBox(minX: 1, minY: 0, maxX: 3, maxY: 2))
      #expect(set.candidates[1].area == 0 && set.candidates[1].point == nil)
    }
  }

  @Test("an image without masks is an empty set, an image without files an error")
  func none() throws {
    try withTemporaryFolder { path in
      try write("[]", to: path + "/a.json")
      try FileManager.default.createDirectory(
        atPath: path + "/b", withIntermediateDirectories: true)
      #expect(try MaskFolder(path: path).masks(id: "a", width: 3, height: 2).candidates.isEmpty)
      #expect(try MaskFolder(path: path).masks(id: "b", width: 3, height: 2).candidates.isEmpty)
      #expect(try MaskFolder(path: path).identifiers() == ["a", "b"])
      #expect(error(path, id: "c") == .missing(folder: path, id: "c"))
      try write("[]", to: path + "/b.json")
      #expect(error(path, id: "b") == .ambiguous(folder: path, id: "b"))
      for id in ["", "..", "../a", "a/b"] { #expect(error(path, id: id) == .badIdentifier(id)) }
      let nowhere = path + "/nowhere"
      #expect(throws: MaskFileError.unreadable(path: nowhere, reason: "no such file")) {
        try MaskFolder(path: nowhere).identifiers()
      }
    }
  }
}
