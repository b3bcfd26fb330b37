/// The two text forms of `amg.py`. Numbers are written as Python prints them, floats as the double
/// that equals them.
extension MaskSet {
  /// `metadata.csv`: lines separated, not ended, by a newline.
  var amgTable: [UInt8] {
    var lines = [MaskMetadata.columns.joined(separator: ",")]
    for (index, candidate) in candidates.enumerated() {
      let fields = AMGFields(candidate, width: width, height: height)
      var line = [String(index), fields.area]
      line += fields.box
      line += fields.point ?? ["", ""]
      line += [fields.predictedIoU ?? "", fields.stability ?? ""]
      line += fields.cropBox
      lines.append(line.joined(separator: ","))
    }
    return Array(lines.joined(separator: "\n").utf8)
  }

  /// A list of records with compressed COCO run lengths. Where the level is known it is a key more
  /// than `amg.py` has, after its own.
  var amgJSON: [UInt8] {
    var text = Array("[".utf8)
    for (index, candidate) in candidates.enumerated() {
      if index > 0 { text += ", ".utf8 }
      let fields = AMGFields(candidate, width: width, height: height)
      text += #"{"segmentation": {"size": [\#(height), \#(width)], "counts": ""#.utf8
      for character in CocoCounts.encode(candidate.mask.columnRuns) {
        // The one character of the counts' alphabet that JSON escapes.
        if character == UInt8(ascii: "\\") { text.append(character) }
        text.append(character)
      }
      text += #""}, "area": \#(fields.area), "bbox": [\#(list(fields.box))]"#.utf8
      if let value = fields.predictedIoU { text += #", "predicted_iou": \#(value)"#.utf8 }
      if let point = fields.point { text += #", "point_coords": [[\#(list(point))]]"#.utf8 }
      if let value = fields.stability { text += #", "stability_score": \#(value)"#.utf8 }
      text += #", "crop_box": [\#(list(fields.cropBox))]"#.utf8
      if let level = candidate.level { text += #", "level": \#(level)"#.utf8 }
      text.append(UInt8(ascii: "}"))
    }
    text += "]".utf8
    return text
  }

  private func list(_ fields: [String]) -> String { fields.joined(separator: ", ") }
}

/// One mask's numbers as text.
private struct AMGFields {
  var area: String
  var box: [String]
  var point: [String]?
  var predictedIoU: String?
  var stability: String?
  var cropBox: [String]

  init(_ candidate: MaskCandidate, width: Int, height: Int) {
    area = String(candidate.area)
    let box = candidate.mask.boundingBox ?? PixelBox(minX: 0, minY: 0, maxX: 1, maxY: 1)
    self.box = [box.minX, box.minY, box.width - 1, box.height - 1].map { String($0) }
    point = candidate.point.map { [Self.text($0.x), Self.text($0.y)] }
    predictedIoU = candidate.predictedIoU.flatMap(Self.known)
    stability = candidate.stability.flatMap(Self.known)
    let crop = candidate.cropBox ?? PixelBox(minX: 0, minY: 0, maxX: width, maxY: height)
    cropBox = [crop.minX, crop.minY, crop.width, crop.height].map { String($0) }
  }

  /// Neither form has a way to write infinity or NaN that others read.
  private static func known(_ value: Float) -> String? { value.isFinite ? text(value) : nil }

  private static func text(_ value: Float) -> String { Double(value).description }
}
