import TestSupport
import Foundation
import Testing

extension RunCommandTests {
  @Suite("What a run writes") struct ReportFiles {
    private let run: UndisturbedRun

    init() throws { run = try #require(UndisturbedRun.current) }

    @Test("report, figures in three forms, tables in three forms, results, manifest and digests")
    func files() throws {
      #expect(run.outcome.status == 0, "\(run.outcome.messages)")
      #expect(run.outcome.output == "report/report.html\nreport/report.pdf\n")
      let names = Set(run.files.keys)
      #expect(
        names.filter { !$0.contains("/") }
          == Set(["report.html", "report.pdf", "results.json", "manifest.json", "SHA256SUMS"]))
      for (folder, forms) in [
        ("figures/", ["pdf", "svg", "png"]), ("tables/", ["csv", "json", "tex"]),
      ] {
        let all = names.filter { $0.hasPrefix(folder) }
        let stems = Set(all.map { String($0.prefix { $0 != "." }) })
        #expect(stems.count >= 6, "at least one for each experiment")
        #expect(all == Set(stems.flatMap { stem in forms.map { "\(stem).\($0)" } }))
      }
      for (name, data) in run.files { #expect(!data.isEmpty, "\(name)") }
    }

    @Test("figures and reports are what their names say")
    func signatures() {
      let signatures = [
        "pdf": Array("%PDF-1".utf8), "png": [0x89, 0x50, 0x4E, 0x47], "svg": Array("<".utf8),
        "html": Array("<!doctype html>".utf8), "json": Array("{".utf8),
      ]
      for (name, data) in run.files where !name.hasPrefix("tables/") {
        guard let signature = signatures[URL(filePath: name).pathExtension] else { continue }
        #expect(data.prefix(signature.count).elementsEqual(signature), "\(name)")
      }
    }

    @Test("sha256sum -c accepts every file, and would notice a change")
    func digests() throws {
      let folder = try TemporaryFolder()
      for (name, data) in run.files { try folder.write(Array(data), "report/\(name)") }
      let listed = try folder.text("report/SHA256SUMS").split(separator: "\n")
        .map { String($0.drop { $0 != " " }.drop { $0 == " " }) }
      #expect(Set(listed) == Set(run.files.keys).subtracting(["SHA256SUMS"]))
      #expect(try checkDigests(folder) == 0)
      try folder.write("{}", "report/results.json")
      #expect(try checkDigests(folder) == 1)
    }

    private func checkDigests(_ folder: TemporaryFolder) throws -> Int32 {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/sha256sum")
      process.arguments = ["--check", "--quiet", "SHA256SUMS"]
      process.currentDirectoryURL = URL(filePath: folder.path + "/report")
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus
    }

    @Test("results.json has the promised form, and what does not apply is absent")
    func results() throws {
      let data = try #require(run.files["results.json"])
      let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      #expect(Array(root.keys) == ["experiments"])
      let experiments = try #require(root["experiments"] as? [[String: Any]])
      #expect(
        experiments.compactMap { $0["id"] as? String } == [
          "visual-inspection", "methods", "ablation", "threshold-sensitivity", "seed-quality",
          "failures", "box-nms", "exclusivity",
        ])
      for experiment in experiments {
        #expect(
          experiment.keys.sorted() == [
            "answer", "dataset", "id", "images", "question", "scores", "timings",
          ])
        #expect((experiment["question"] as? String)?.hasSuffix("?") == true)
        #expect((experiment["answer"] as? String)?.isEmpty == false)
        #expect(experiment["images"] as? Int == 8)
        for score in try #require(experiment["scores"] as? [[String: Any]]) { check(score) }
        for timing in try #require(experiment["timings"] as? [[String: Any]]) {
          #expect(
            timing.keys.sorted() == ["cpuSeconds", "images", "peakBytes", "seconds", "step"])
        }
      }
    }

    private func check(_ score: [String: Any]) {
      let always = ["id", "label", "seeds", "protocol", "mIoU", "low", "high"]
      let sometimes = ["masks", "rule", "baseline", "delta", "deltaLow", "deltaHigh"]
      #expect(Set(score.keys).isSuperset(of: always))
      #expect(Set(score.keys).isSubset(of: always + sometimes))
      #expect(!score.values.contains { $0 is NSNull })
      #expect((score["baseline"] == nil) == (score["delta"] == nil))
      for rate in ["mIoU", "low", "high"] {
        if let value = score[rate] as? Double { #expect((0...1).contains(value)) }
      }
    }

    @Test("the manifest names every file with its size")
    func manifest() throws {
      struct Crate: Decodable {
        struct Entity: Decodable {
          var id: String
          var contentSize: String?
          enum CodingKeys: String, CodingKey {
            case id = "@id"
            case contentSize
          }
        }
        var graph: [Entity]
        enum CodingKeys: String, CodingKey { case graph = "@graph" }
      }
      let data = try #require(run.files["manifest.json"])
      let entities = try JSONDecoder().decode(Crate.self, from: data).graph
      let sizes = Dictionary(
        entities.compactMap { entity in entity.contentSize.map { (entity.id, $0) } },
        uniquingKeysWith: { first, _ in first })
      let named = run.files.filter { !["manifest.json", "SHA256SUMS"].contains($0.key) }
      #expect(sizes == named.mapValues { "\($0.count)" })
    }

    @Test("no file tells a folder, the host or the user, and standard error has no control codes")
    func discretion() throws {
      var words = [run.study.folder.path, "home-of-someone", NSHomeDirectory() + "/"]
      // Hosts of a few letters are words that occur anyway.
      words += [ProcessInfo.processInfo.hostName].filter { $0.count > 6 && $0 != "localhost" }
      for (name, data) in run.files {
        for word in words {
          #expect(data.firstRange(of: Data(word.utf8)) == nil, "\(word) in \(name)")
        }
      }
      #expect(!run.outcome.messages.contains("\u{1B}"))
    }

    @Test("run again, it answers from the cache with the same bytes, measured times included")
    func again() throws {
      let study = run.study
      #expect(try study.sepal("run", "--jobs", "2", "--output", "again").status == 0)
      #expect(try study.folder.files(below: "again") == run.files)
      #expect(try study.packedBytes() == run.packedBytes)
    }

    @Test("one job and an empty cache give the same bytes as two jobs")
    func jobs() throws {
      let outcome = try run.study.sepal(
        "run", "--jobs", "1", "--output", "single", "--cache", run.study.folder.path + "/other")
      #expect(outcome.status == 0)
      let files = try run.study.folder.files(below: "single")
      #expect(run.differences(from: files) == [])
    }

    @Test("with --timings every experiment says its seconds; without, none does")
    func timings() throws {
      #expect(!run.files.keys.contains { $0.contains("-cost.") || $0.contains("seconds") })
      let outcome = try run.study.sepal("run", "--timings", "--output", "timed")
      #expect(outcome.status == 0, "\(outcome.messages)")
      let lines = try run.study.folder.text("timed/tables/box-nms-seconds.csv").split(
        whereSeparator: \.isNewline)
      let rows = lines.dropFirst().map { $0.split(separator: ",") }
      #expect(
        rows.map { $0.first } == [
          "0.30", "0.40", "0.50", "0.60", "0.70", "0.80", "0.90", "0.95", "off",
        ])
      #expect(rows.allSatisfy { ($0.last.flatMap { Double($0) } ?? 0) > 0 })
    }

    @Test("one image is enough for every experiment")
    func oneImage() throws {
      let outcome = try run.study.sepal("run", "--limit", "1", "--output", "one")
      #expect(outcome.status == 0, "\(outcome.messages)")
      #expect(try run.study.folder.text("one/report.html").contains("1 image"))
    }
  }
}
