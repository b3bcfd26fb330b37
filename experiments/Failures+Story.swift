import Experiments
import Report
import Vision

extension Failures: ReportedExperiment {
  var subject: (stage: Pipeline.Stage, detail: String) { (.score, "what is still wrong") }

  func pictures(of findings: Findings, in study: Study) -> [PictureRequest] {
    func request(_ id: String, _ rows: [PictureRequest.Row]) -> PictureRequest {
      PictureRequest(
        id: id, rows: rows, seed: study.seeds[0], masks: study.masks[0], setting: settings[1])
    }
    let ranked = [("failures-worst", findings.worst), ("failures-best", findings.best)].map {
      request(
        $0,
        $1.map { image in
          PictureRequest.Row(
            id: image.id, badge: CellText.points(image.change),
            measures: Cause.allCases.filter { image.parts[$0] > 0 }
              .map { Fact($0.words, share($0, of: image.parts)) })
        })
    }
    let examples = findings.examples.map { cause, images in
      request(
        galleryID(cause),
        images.map { image in
          PictureRequest.Row(
            id: image.id, badge: "\(points(image.points, digits: 2)) points",
            measures: [
              Fact("share of its wrong pixels", share(cause, of: image.parts)),
              Fact("pixels", CellText.value(of: .count(image.parts[cause]))),
            ])
        })
    }
    return ranked + examples
  }

  func story(of findings: Findings, in study: Study, pictures: Pictures) -> [StoryPart] {
    Answer(answer(findings, labels: Wording.labels(study.seeds[0])))
    Lead { Block.pair(chart(findings, study.dataset.classes), causeTable(findings)) }
    Asked {
      """
      A pixel that is wrong after SEPL was wrong in the seed, or missed by it where no mask or one \
      that was not taken offers it, or the rule lost or added it. Errors near a contour are set \
      apart: no mask and no annotator draws it to the pixel. For each class the parts and its IoU \
      add up to 100.
      """
    }
    Section("Class by class") {
      lossTable(findings, study.dataset.classes)
      classTable(findings, study.dataset.classes)
    }
    Section("Along contours") {
      """
      Contours are set apart before any cause is asked for. Counted with the causes instead, they \
      add to them what stands here.
      """
      contourTable(findings)
    }
    Section("What another rule would save") {
      "\(findings.treeCut.sentence("tree-cut", against: "SEPL")) By cause:"
      ruleTable(findings)
    }
    Section("Images by cause") {
      """
      For each cause the images where it takes most of the mean IoU of the foreground classes; none \
      where it takes less than 0.01 points of any. What it takes stands on each image; over all images \
      these points add up to the cause’s row in \(reference: "failures-causes").
      """
      for (cause, images) in findings.examples where !images.isEmpty {
        pictures.gallery(
          galleryID(cause), caption: "\(strong: cause.title): \(cause.explanation).",
          of: images.count)
      }
    }
    Section("Image by image") { Block.pair(scatter(findings), summary(findings)) }
    if !findings.worst.isEmpty {
      Section("Worst images") {
        pictures.gallery(
          "failures-worst",
          caption: """
            The images whose mIoU falls most, and the shares of causes in their wrong pixels.
            """, of: findings.worst.count)
      }
    }
    if !findings.best.isEmpty {
      Section("Best images") {
        pictures.gallery(
          "failures-best",
          caption: """
            The images whose mIoU rises most, and the shares of causes in what is still wrong.
            """, of: findings.best.count)
      }
    }
    Outlook {
      """
      Pixels that no mask offers need other masks; pixels that a mask offers need another rule or a \
      better seed. What lies along contours asks for masks that follow them more closely.
      """
    }
  }

  private func galleryID(_ cause: Cause) -> String { "failures-\(cause.id)" }

  private func points(_ share: Double, digits: Int = 1) -> String {
    CellText.number(share * 100, digits: digits)
  }

  private func interval(_ lost: Estimate) -> String {
    "\(CellText.percent(lost.low)) to \(CellText.percent(lost.high))"
  }

  private func share(_ cause: Cause, of parts: ClassLosses.Parts) -> String {
    let total = parts.total
    return total == 0 ? "—" : CellText.percent(Double(parts[cause]) / Double(total)) + " %"
  }

  private func answer(_ findings: Findings, labels: String) -> Prose {
    guard let all = findings.losses.last, let first = findings.blames.first else {
      return "The images show no foreground class, so nothing can be lost."
    }
    let unclear = findings.blames.filter { $0.behindFirst.map { !$0.isClear() } ?? false }
    let clear = findings.blames.filter { $0.behindFirst?.isClear() ?? false }
    let rivals = unclear.map { "the \(points($0.lost.value)) that \($0.fault.phrase)" }
    let rank =
      rivals.isEmpty
      ? "clearly the largest part" : "not clearly more than \(rivals.joined(separator: " or "))"
    let others = clear.map { "\(points($0.lost.value)) \($0.fault.phrase)" }
    return """
      On \(labels) with \(findings.masks) masks, SEPL leaves \(points(all.lost[1].value)) points of \
      the foreground classes’ mean IoU missing: \
      \(strong: "\(points(first.lost.value)) \(first.fault.phrase)") (95 % CI \
      \(points(first.lost.low)) to \(points(first.lost.high))), \(rank)\
      \(others.isEmpty ? "" : "; \(others.joined(separator: ", "))").
      """
  }

  /// The means under every setting, then each class under SEPL.
  private func chart(_ findings: Findings, _ classes: ClassNames) -> FigureBlock {
    let sorted = findings.classes.sorted {
      ($0.lostShare, $1.label) > ($1.lostShare, $0.label)
    }
    let means = ["mean, as they are", "mean, SEPL", "mean, tree-cut"]
    let series = findings.losses.compactMap { loss -> BarChart.Series? in
      guard let cause = loss.cause else { return nil }
      return .init(
        cause.words,
        values: loss.lost.map(\.value)
          + sorted.map { Double($0.parts[cause]) / Double($0.union) })
    }
    let largest = findings.losses.dropLast().max { $0.lost[1].value < $1.lost[1].value }
    return FigureBlock(
      id: "failures-parts",
      figure: BarChart(
        categories: means + sorted.map { classes[Int($0.label)] }, series: series,
        axis: .percent("missing of IoU", including: [0]), orientation: .lying,
        arrangement: .stacked, setApart: [means.count]),
      caption: """
        What is missing of IoU by cause: the mean of the foreground classes for the labels as they \
        are, after SEPL and after tree-cut; below, each class after SEPL. “Along contours” is within \
        2 % of the diagonal of the class’ true contour.
        """,
      alternativeText: """
        Stacked bars of missing IoU per class by six causes; on average most is \
        \(largest?.cause?.words ?? "none"), for \(sorted.first.map { classes[Int($0.label)] } ?? "no class") \
        most is missing.
        """, width: .column)
  }

  private func causeTable(_ findings: Findings) -> TableBlock {
    TableBlock(
      id: "failures-causes",
      table: Table(
        columns: [.init("missing of IoU"), .init("labels"), .init("SEPL"), .init("Δ")],
        rows: findings.losses.map { loss in
          Table.Row(
            [
              .text(loss.cause?.words ?? "all"), .rate(loss.lost[0].value),
              .rate(loss.lost[1].value), .difference(loss.bySEPL.difference),
            ], isSummary: loss.cause == nil)
        }),
      caption: """
        Means over foreground classes in percent of IoU, over \(findings.ranked.count) images; Δ is \
        paired, with its 95 % interval, and below 0 where SEPL loses less.
        """)
  }

  private func contourTable(_ findings: Findings) -> TableBlock {
    TableBlock(
      id: "failures-along-contours",
      table: Table(
        columns: [
          .init("missing of IoU after SEPL"), .init("away from contours"), .init("along contours"),
          .init("95 % interval"), .init("together"),
        ],
        rows: findings.losses.filter { $0.cause != .boundary }.map { loss in
          let contours = loss.alongContours
          let all = loss.lost[1].value
          return Table.Row(
            [
              .text(loss.cause?.words ?? "all"),
              .rate(loss.cause == nil ? all - contours.value : all), .rate(contours.value),
              .text(interval(contours)), .rate(loss.cause == nil ? all : all + contours.value),
            ], isSummary: loss.cause == nil)
        }),
      caption: """
        What lies within 2 % of the diagonal of a class’ true contour, by what it would be else; means \
        over foreground classes in percent of IoU, the interval of the column before it.
        """)
  }

  private func ruleTable(_ findings: Findings) -> TableBlock {
    TableBlock(
      id: "failures-rules",
      table: Table(
        columns: [
          .init("missing of IoU"), .init("SEPL"), .init("95 % interval"), .init("tree-cut"),
          .init("95 % interval"),
        ] + Comparison.columns("Δ"),
        rows: findings.losses.map { loss in
          Table.Row(
            [
              .text(loss.cause?.words ?? "all"), .rate(loss.lost[1].value),
              .text(interval(loss.lost[1])), .rate(loss.lost[2].value),
              .text(interval(loss.lost[2])),
            ] + loss.byTreeCut.cells, isSummary: loss.cause == nil)
        }),
      caption: """
        Where SEPL and tree-cut lose, as in \(reference: "failures-causes"); below 0 tree-cut loses \
        less. p-values are corrected for the number of rows; images are better where tree-cut loses \
        fewer pixels to the cause.
        """)
  }

  private func lossTable(_ findings: Findings, _ classes: ClassNames) -> TableBlock {
    let causes = Cause.allCases
    let rows = findings.classes.map { entry in
      Table.Row(
        [.text(classes[Int(entry.label)]), .rate(Double(entry.correct) / Double(entry.union))]
          + causes.map { .rate(Double(entry.parts[$0]) / Double(entry.union)) })
    }
    let mean = findings.losses.last.map { all in
      Table.Row(
        [.text("mean"), .rate(1 - all.lost[1].value)]
          + findings.losses.dropLast().map { .rate($0.lost[1].value) }, isSummary: true)
    }
    return TableBlock(
      id: "failures-losses",
      table: Table(
        columns: [.init("class"), .init("IoU", best: .largest)]
          + causes.map { .init($0.words, help: $0.explanation) },
        rows: rows + [mean].compactMap(\.self)),
      caption: """
        Each foreground class’ IoU after SEPL and what each cause took of it, in percent of the \
        union of truth and labels: a row adds up to 100, but for rounding. A mask offers a pixel to \
        the class that fills more than half of the mask.
        """)
  }

  private func classTable(_ findings: Findings, _ classes: ClassNames) -> TableBlock {
    let (old, new) = (findings.before, findings.after)
    func rates(_ before: (Double?, Double?), _ after: (Double?, Double?)) -> [Table.Cell] {
      [before.0, after.0, before.1, after.1].map { .rate($0) }
    }
    let rows = old.classes.indices.compactMap { index -> Table.Row? in
      let (before, after) = (old.classes[index], new.classes[index])
      guard let gain = findings.classGains[index] else { return nil }
      return Table.Row(
        [.text(classes[index]), .rate(before.iou), .rate(after.iou)] + gain.cells
          + rates(
            (before.falsePositiveRate, before.falseNegativeRate),
            (after.falsePositiveRate, after.falseNegativeRate)))
    }
    let mean = Table.Row(
      [.text("mean"), .rate(old.meanIoU), .rate(new.meanIoU)] + findings.gain.cells
        + rates(
          (old.falsePositiveRate, old.falseNegativeRate),
          (new.falsePositiveRate, new.falseNegativeRate)), isSummary: true)
    return TableBlock(
      id: "failures-classes",
      table: Table(
        columns: [.init("class"), .init("before"), .init("after")] + Comparison.columns("Δ") + [
          .init("FP before"), .init("FP after"), .init("FN before"), .init("FN after"),
        ], rows: rows + [mean]),
      caption: """
        IoU of each class before and after SEPL, the paired difference with its 95 % interval, \
        p-values corrected for the number of classes, and images in which the class is better, equal \
        and worse; false-positive and false-negative rates, whose means leave the background out. An \
        interval of a class that few images show is worth little.
        """)
  }

  private func summary(_ findings: Findings) -> TableBlock {
    let (old, new) = (findings.before, findings.after)
    func row(_ name: String, _ before: Double?, _ after: Double?) -> Table.Row {
      let change = before.flatMap { before in after.map { $0 - before } }
      return Table.Row([
        .text(name), .rate(before), .rate(after), change.map { .difference($0) } ?? .none,
      ])
    }
    var whole = row("mIoU", old.meanIoU, new.meanIoU)
    whole.cells[3] = .difference(findings.gain.difference)
    return TableBlock(
      id: "failures-table",
      table: Table(
        columns: [.init("measure"), .init("before"), .init("after"), .init("Δ")],
        rows: [
          whole, row("boundary IoU", findings.boundary.before, findings.boundary.after),
          row("false positives", old.falsePositiveRate, new.falsePositiveRate),
          row("false negatives", old.falseNegativeRate, new.falseNegativeRate),
        ]),
      caption: """
        Before and after SEPL; the interval is of the paired difference. SEPL improves \
        \(findings.gain.better) images and worsens \(findings.gain.worse). Boundary IoU compares \
        pixels within 2 % of the diagonal inside each contour. Rates are foreground means.
        """)
  }

  private func scatter(_ findings: Findings) -> FigureBlock {
    let named = Set([findings.best.first?.id, findings.worst.first?.id].compactMap { $0 })
    return FigureBlock(
      id: "failures-images",
      figure: ScatterPlot(
        x: .percent("mIoU of the image before"), y: .percent("mIoU of the image after"),
        pairs: findings.ranked.map {
          .init($0.before, $0.after, name: named.contains($0.id) ? $0.id : "")
        }, comparison: .improvement),
      caption: """
        Every image before and after SEPL; below the diagonal it lost. Named: the largest gain and \
        the largest loss. An image’s mIoU is over the classes that occur in it.
        """,
      alternativeText: """
        Scatter plot of mIoU per image before and after; \(findings.gain.worse) of \
        \(findings.ranked.count) lie below the diagonal.
        """, width: .column)
  }
}

extension ClassLosses.Entry {
  /// All that is missing of the class' IoU.
  fileprivate var lostShare: Double { Double(parts.total) / Double(union) }
}

extension Failures.Fault {
  /// What the pixels do or are, after a number.
  fileprivate var phrase: String {
    switch self {
    case .seed: "were wrong in the seed"
    case .masks: "are in no mask of their class"
    case .rule: "are the rule’s choice"
    case .contours: "lie along contours"
    }
  }
}
